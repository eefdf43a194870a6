// What the hall has said of a statement that it has met: its wording then and now, the answers, and
// whether it may be taken as a political direction; what it was corrected to, and what lay behind it.
import { Changed } from "../Changed";
import { _, ngettext } from "../i18n";
import type { UnderstoodSeen } from "../protocol";
import { behindWords } from "../verification";
import { tooFewWords } from "../words";
import { useBench, useView } from "./bench";
import { Press } from "./Bits";
import { BEARINGS, bearingWords, textOf } from "./told";

/** `open`: all that there is to read lies open, as it should while the statement is worded anew. */
export function Hall({ one, open = false }: { one: UnderstoodSeen; open?: boolean }) {
  const bench = useBench();
  const { id, met, text, version, answers, ballots, holds, direction } = one;
  if (met === null) return null;
  const take = (on: boolean) =>
    void bench.ask(
      { t: "direction", statement: id, on },
      on ? _("It is a political direction now.") : _("It is no political direction any more."),
    );
  return (
    <div class="met">
      {met !== text && (
        <>
          <p><strong>{_("As the hall met it")}:</strong> <span class="words">{met}</span></p>
          <p>
            <strong>{_("Version {n}, as it stands now", { n: version })}:</strong>{" "}
            <span class="words"><Changed before={met} after={text} /></span>
          </p>
        </>
      )}
      <p>
        <strong>
          {met === text ? _("The hall's answers") : _("The hall's answers, to version {n}", { n: version - 1 })}:
        </strong>{" "}
        {answers.length === 0 ? tooFewWords() : answersWords(answers)}
      </p>
      {direction ? (
        <Press variant="tertiary" onPress={() => take(false)}>{_("No political direction after all")}</Press>
      ) : holds ? (
        <p class="row">
          {_("More than half say it was understood, in these very words.")}{" "}
          <Press onPress={() => take(true)}>{_("Take it as a political direction")}</Press>{" "}
          {manyWords(answers, ballots)}
        </p>
      ) : null}
      <Corrected id={id} open={open} />
      <Before one={one} open={open} />
    </div>
  );
}

function answersWords([understood = 0, partly = 0, wrong = 0, lacks = 0]: number[]): string {
  return [
    ngettext("{n} understood", "{n} understood", understood),
    ngettext("{n} partly", "{n} partly", partly),
    ngettext("{n} wrong", "{n} wrong", wrong),
    ngettext("{n} lacks something", "{n} lack something", lacks),
  ].join(" · ");
}

/** More than half of a few is not much: how many answered is said where it is decided. */
function manyWords(answers: number[], ballots: number): string {
  const n = answers.reduce((sum, each) => sum + each, 0);
  if (2 * n < ballots) return _("Only {n} of the {of} who answered anything answered this.", { n, of: ballots });
  return ngettext("{n} answered.", "{n} answered.", n);
}

/** The corrections that were given of it, and the wordings that tables proposed. */
function Corrected({ id, open }: { id: string; open: boolean }) {
  const bench = useBench();
  const sorts = ["correction", "statement"];
  const these = [...bench.items.value.values()].filter(
    ({ question, sort }) => sorts.includes(sort) && question.startsWith(`${id}.`),
  );
  if (these.length === 0) return null;
  return (
    <details class="behind" open={open}>
      <summary>{ngettext("{n} correction or new wording", "{n} corrections and new wordings", these.length)}</summary>
      <ul>
        {these.map((item) => (
          <li key={item.id} class="row">
            <button type="button" class="words go" onClick={() => bench.goTo(item.id)}>
              {item.table && `${item.table}: `}
              {textOf(item)}
            </button>
          </li>
        ))}
      </ul>
    </details>
  );
}

/** What came along with it. Of the third workshop on it may be from any of those before. */
function Before({ one: { behind }, open }: { one: UnderstoodSeen; open: boolean }) {
  const { number } = useView().workshop;
  if (behind.length === 0) return null;
  const from = number === 2 ? _("From workshop {n}", { n: 1 }) : _("From earlier workshops");
  return (
    <details class="behind" open={open}>
      <summary>{from} · {behindWords(behind)}</summary>
      {BEARINGS.map((how) => {
        const these = behind.filter(({ bearing }) => bearing === how);
        return these.length === 0 ? null : (
          <div key={how}>
            <h3 class="ds-heading" data-size="2xs">{bearingWords(how)}</h3>
            <ul>
              {these.map((item) => <li key={item.id} class="words">{textOf(item)}</li>)}
            </ul>
          </div>
        );
      })}
    </details>
  );
}
