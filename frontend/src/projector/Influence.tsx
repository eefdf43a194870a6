// How influence was spent, place by place, as the process leader points (`control/Prioritised.tsx`).
//
// Everybody is a disc, and has the same to spend. A place costs the same each time: as much of all
// the discs together is filled in every picture, a little of many or much of few. Who fills which
// disc is not known: those behind a choice are drawn first, in every picture anew.
import { _, ngettext } from "../i18n";
import { covered, numbersOf, tied } from "../Lists";
import type { Listed, Prioritising, Result } from "../protocol";
import { Fit } from "./Fit";
import { Words } from "./Prioritising";

const MOST_DISCS = 300;
/** How many times as broad as high the discs may be together. */
const BREADTH = 2.8;

export function Influence({ prioritising }: { prioritising: Prioritising }) {
  const { result, pointed } = prioritising;
  const list = result?.equal_shares;
  if (!result || !list) return null;
  return (
    <>
      <p class="same">{_("Everybody has the same influence to use.")}</p>
      {pointed > list.choices.length ? (
        <WithoutAny prioritising={prioritising} result={result} list={list} />
      ) : (
        <Place prioritising={prioritising} result={result} list={list} />
      )}
      <Purse result={result} list={list} filled={Math.min(pointed, list.choices.length)} />
    </>
  );
}

interface Props {
  prioritising: Prioritising;
  result: Result;
  list: Listed;
}

function Place({ prioritising: { choices, method, pointed }, result, list }: Props) {
  const id = list.choices[pointed - 1] ?? "";
  const choice = choices.find((one) => one.id === id);
  const ties = list.ties.filter(({ level }) => level.includes(id));
  const spent = spentOn(result, list, pointed);
  return (
    <div class="place">
      <Fit about={`${id} ${pointed}`} smallest={0.5}>
        <h2>{_("Place {n} of {all}", { n: pointed, all: result.places })}</h2>
        <div class="came-on">
          <span class="no">{numbersOf(result).get(id)}</span>
          <Words choice={choice} />
        </div>
        {ties.length > 0 && (
          <p class="level">{tied(ties, result, method).join(" ")}</p>
        )}
      </Fit>
      <Fit class="who" about={`${id} ${pointed}`}>
        {spent.behind !== null && result.ballots <= MOST_DISCS && (
          <Discs key={pointed} all={result.ballots} behind={spent.behind} mean={spent.mean} />
        )}
        <p>{spentWords(spent, result)}</p>
      </Fit>
    </div>
  );
}

export interface Spent {
  /** How many; null: too few to tell. */
  behind: number | null;
  /** Percent of what they had from the start; null where they gave the rest of what they had. */
  mean: number | null;
  most: number;
}

/** A place costs 1 of all the places that the hall's influence is enough for. */
export function spentOn({ ballots, places }: Result, { behind, used }: Listed, place: number): Spent {
  const [many, most] = [behind[place - 1] ?? null, used[place - 1] ?? 0];
  const mean = many && most ? Math.max(1, Math.round((100 * ballots) / places / many)) : null;
  return { behind: many, mean, most };
}

function spentWords({ behind, mean, most }: Spent, { ballots, threshold }: Result): string {
  if (behind === null) {
    return _("Fewer than {threshold} stand behind it: how much they used is not shown.", { threshold });
  }
  const who = _("{n} of {all} stand behind it.", { n: behind, all: ballots });
  if (mean === null) return [who, _("They gave the rest of what they had.")].join(" ");
  const each =
    most - mean <= 1
      ? _("Each used {percent} % of their influence.", { percent: mean })
      : _("Each used {percent} % of their influence on average, at most {most} %.", { percent: mean, most });
  return [who, each].join(" ");
}

function Discs({ all, behind, mean }: { all: number; behind: number; mean: number | null }) {
  return (
    <div class="discs" aria-hidden="true" style={{ "--columns": Math.ceil(Math.sqrt(BREADTH * all)) }}>
      {Array.from({ length: all }, (_disc, i) => (
        <span
          key={i}
          class="pie"
          data-behind={i < behind}
          data-rest={i < behind && mean === null}
          style={{ "--used": `${i < behind ? (mean ?? 100) : 0}%` }}
        />
      ))}
    </div>
  );
}

/** At the end: who has nothing, what they put first, and the numbers of every place. */
function WithoutAny({ prioritising: { choices, method }, result, list }: Props) {
  const found = new Map(choices.map((choice) => [choice.id, choice]));
  const numbers = numbersOf(result);
  return (
    <div class="place">
      <Fit about={list.theirs.join()} smallest={0.44}>
        <h2>{covered(list.uncovered, result.threshold, method === "points")}</h2>
        {list.theirs.length > 0 && (
          <ul>
            {list.theirs.map((id) => (
              <li key={id} class="came-on">
                <span class="no">{numbers.get(id)}</span>
                <Words choice={found.get(id)} />
              </li>
            ))}
          </ul>
        )}
      </Fit>
      <Fit class="who" about={list.choices.join()}>
        <table>
          <thead>
            <tr>
              <th scope="col">{_("Place on the list")}</th>
              <th scope="col">{_("Choice")}</th>
              <th scope="col">{_("Behind it")}</th>
              <th scope="col">{_("Used by each")}</th>
            </tr>
          </thead>
          <tbody>
            {list.choices.map((id, i) => {
              const { behind, mean } = spentOn(result, list, i + 1);
              return (
                <tr key={id}>
                  <th scope="row">{i + 1}</th>
                  <td>{numbers.get(id)}</td>
                  <td>{behind ?? _("under {n}", { n: result.threshold })}</td>
                  <td>{behind === null ? "–" : mean === null ? _("the rest") : `${mean} %`}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </Fit>
    </div>
  );
}

interface PurseProps {
  result: Result;
  list: Listed;
  filled: number;
}

/** The hall's influence is enough for so many places. What is left is told as far as the last place
 * that is known to be paid whole; then, from the first that is known not to be, that it was not. */
function Purse({ result: { places }, list: { used }, filled }: PurseProps) {
  const whole = used.reduce<number>((last, percent, i) => (percent ? i + 1 : last), 0);
  const isRest = (place: number) => used.includes(0) && place > used.indexOf(0);
  const left = places - filled;
  return (
    <div class="purse">
      <p>
        <strong>{ngettext("The hall has influence for {n} place.", "The hall has influence for {n} places.", places)}</strong>{" "}
        {filled <= whole &&
          (left > 0
            ? ngettext("It is enough for {n} more.", "It is enough for {n} more.", left)
            : _("All of it is used."))}
      </p>
      <div class="segments" aria-hidden="true">
        {Array.from({ length: places }, (_place, i) => (
          <span
            key={i}
            data-filled={i < filled}
            data-rest={i < filled && isRest(i + 1)}
            data-now={i === filled - 1}
          >
            {i + 1}
          </span>
        ))}
      </div>
      <p>
        {isRest(filled)
          ? _("Nobody had enough for a whole place any more: all got equally more until somebody had.")
          : _("A place costs the same every time: a little from each where many stand behind it, much where they are few.")}
      </p>
    </div>
  );
}
