// The picture of the prioritising: the choices while it is open, the result when it is counted.
import { Grades } from "../Grades";
import { _, ngettext } from "../i18n";
import { listsOf, numbersOf, told } from "../Lists";
import { gradeName, took, tookSoFar } from "../methods";
import type { Choice, Listed, Prioritising as Prio, ProjectorView, Result as Outcome } from "../protocol";
import { tooFewWords, wordsOf } from "../words";
import { Title } from "./Asking";
import { Fit } from "./Fit";
import { Clock } from "./Foot";
import { Influence, type Spent, spentOn } from "./Influence";

/** The choices shrink to where they can still be read; then they are cut: the tablets have them whole. */
const SMALLEST = 0.64;
const CROWD = 12;
const SMALLEST_IN_CROWD = 0.44;
const SMALLEST_OF_RESULT = 0.5;

export function Prioritising({ view }: { view: ProjectorView }) {
  const { prioritising, hall, now } = view;
  if (!prioritising) return <Title view={view} heading />;
  const { result, choices, method, pointed } = prioritising;
  if (result) {
    return (
      <>
        <div class="line">
          <Title view={view} heading />
          {result.shown && <p class="say">{took(method, result.ballots)}</p>}
        </div>
        {pointed > 0 ? <Influence prioritising={prioritising} /> : <Result prioritising={prioritising} />}
      </>
    );
  }
  return (
    <>
      <div class="line">
        <Title view={view} heading />
        <p class="say">{tookSoFar(method, hall)}</p>
        <Clock now={now} />
      </div>
      <Choices choices={choices} />
      <p class="say">{each(prioritising)}</p>
    </>
  );
}

function each({ method, dots }: Prio): string {
  if (method === "scale") return _("Each answers how far they agree, from 1 to {n}.", { n: dots });
  return method === "points"
    ? ngettext("{n} point each", "{n} points each", dots)
    : ngettext("{n} dot each", "{n} dots each", dots);
}

function Choices({ choices }: { choices: Choice[] }) {
  const about = choices.map(wordsOf).join(" ");
  return (
    <Fit class="choices" about={about} smallest={choices.length > CROWD ? SMALLEST_IN_CROWD : SMALLEST}>
      <ol data-many={choices.length > 4} data-crowd={choices.length > CROWD}>
        {choices.map((choice, i) => (
          <li key={choice.id}>
            <span class="no">{i + 1}</span>
            <Words choice={choice} />
          </li>
        ))}
      </ol>
    </Fit>
  );
}

/** With the question, where the hall prioritises across several: every table has one on each. */
export function Words({ choice }: { choice: Choice | undefined }) {
  return (
    <p class="text">
      {choice?.name && <strong>{choice.name}: </strong>}
      {choice && wordsOf(choice)}
      {choice?.about && <small> {choice.about}</small>}
    </p>
  );
}

/** The result, or plain words where too few took part. */
export function Result({ prioritising, rows }: { prioritising: Prio; rows?: number }) {
  const { result, method } = prioritising;
  if (!result) return null;
  if (!result.shown) {
    return (
      <Fit class="asked" about={String(result.ballots)}>
        <h1>{_("Too few prioritised for a result to be shown.")}</h1>
        <p class="hint">
          {_("At least {threshold} are needed, so that nobody can be known by it.", {
            threshold: result.threshold,
          })}
        </p>
      </Fit>
    );
  }
  if (method === "scale") return <Graded prioritising={prioritising} result={result} />;
  return <Both prioritising={prioritising} result={result} rows={rows} />;
}

const FEW = 2;

/** One or two as on the tablets; where they are many, a line each. */
function Graded({ prioritising, result }: { prioritising: Prio; result: Outcome }) {
  const found = new Map(prioritising.choices.map((choice) => [choice.id, choice]));
  const about = JSON.stringify(result.grades);
  if (result.grades.length <= FEW) {
    return (
      <Fit class="grading" about={about} smallest={SMALLEST_IN_CROWD}>
        <Grades prioritising={prioritising} />
      </Fit>
    );
  }
  const columns = [5, 4, 3, 2, 1];
  return (
    <Fit class="result" about={about} smallest={SMALLEST_OF_RESULT}>
      <table>
        <thead>
          <tr>
            <th scope="col">{_("Choice")}</th>
            {columns.map((grade) => (
              <th key={grade} scope="col" class="grade">
                {gradeName(grade)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {result.grades.map(({ id, grades }) => (
            <tr key={id}>
              <td>
                <Words choice={found.get(id)} />
              </td>
              {grades.length === 0 ? (
                <td colSpan={columns.length} class="grade">
                  {tooFewWords()}
                </td>
              ) : (
                columns.map((grade) => (
                  <td key={grade} class="grade">
                    <b>{grades[grade - 1]}</b>
                    <div class="bar" style={{ width: `${(100 * (grades[grade - 1] ?? 0)) / Math.max(1, ...grades)}%` }} />
                  </td>
                ))
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </Fit>
  );
}

interface BothProps {
  prioritising: Prio;
  result: Outcome;
  rows: number | undefined;
}

/** Most dots first, as bars with numbers, and which of the lists each is on. What is on neither
 * list is on the tablets. */
function Both({ prioritising: { choices, method }, result, rows }: BothProps) {
  const found = new Map(choices.map((choice) => [choice.id, choice]));
  const numbers = numbersOf(result);
  const most = Math.max(1, ...result.rows.map((row) => row.dots));
  const lists = listsOf(result, method);
  const onAny = new Set(lists.flatMap((list) => list.listed.choices));
  const top = result.rows.filter((row) => onAny.has(row.id)).slice(0, rows);
  const drawn = lists.some(({ listed }) =>
    top.some(({ id }) => spentOn(result, listed, listed.choices.indexOf(id) + 1).mean !== null),
  );
  const rest = result.rows.length - top.length;
  return (
    <>
      <Fit class="result" about={top.map((row) => `${row.id} ${row.dots}`).join()} smallest={SMALLEST_OF_RESULT}>
        <table>
          <thead>
            <tr>
              <th scope="colgroup" colSpan={2}>{_("Everybody has the same influence to use.")}</th>
              <th scope="col">{method === "points" ? _("Points") : _("Dots")}</th>
              {lists.map(({ name }) => (
                <th key={name} scope="col" class="on">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {top.map(({ id, dots }) => (
              <tr key={id}>
                <td class="no">{numbers.get(id)}</td>
                <td>
                  <Words choice={found.get(id)} />
                </td>
                <td class="dots">
                  <div>
                    <span>{dots}</span>
                    <div class="bar" style={{ width: `${(100 * dots) / most}%` }} />
                  </div>
                </td>
                {lists.map(({ name, listed, listed: { choices: on, used } }) => (
                  <td key={name} class="on">
                    {on.includes(id) ? (
                      <span role="img" aria-label={_("On this list")}>
                        ✓
                      </span>
                    ) : (
                      "–"
                    )}
                    {used.length > 0 && on.includes(id) && (
                      <Used spent={spentOn(result, listed, on.indexOf(id) + 1)} />
                    )}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Fit>
      <div class="tells">
        {lists.map(({ name, listed: list }) => (
          <p key={name}>
            <strong>{name}:</strong> {told(leftOut(list), result, method).join(" ")}
          </p>
        ))}
        <p>
          {drawn && _("The pie shows how much of their influence those behind it used on average.")}
          {rest > 0 && (
            <> {ngettext("{n} more choice on the tablets", "{n} more choices on the tablets", rest)}.</>
          )}
        </p>
      </div>
    </>
  );
}

/** How influence was spent: a slice of what each had. Of too few nothing is drawn. */
function Used({ spent: { behind, mean } }: { spent: Spent }) {
  if (behind === null) return null;
  if (mean === null) return <span class="used">{_("the rest")}</span>;
  return (
    <span class="used">
      <span class="pie" style={{ "--used": `${mean}%` }} />
      {mean} %
    </span>
  );
}

/** In the hall only those ties are told that kept a choice off the list: the rest is on the tablets. */
function leftOut(listed: Listed): Listed {
  const there = new Set(listed.choices);
  return { ...listed, ties: listed.ties.filter(({ level }) => level.some((id) => !there.has(id))) };
}
