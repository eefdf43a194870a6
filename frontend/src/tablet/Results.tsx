// What the hall prioritised, as numbers and as bars – or in words why it is not shown.
import { Grades } from "../Grades";
import { _ } from "../i18n";
import { Lists } from "../Lists";
import { amount, took } from "../methods";
import type { Prioritising, Result } from "../protocol";
import { wordsOf } from "../words";
import { useTablet } from "./tablet";

/** At the end the hall keeps before its eyes what it came to. */
export function Outcome() {
  const prioritising = useTablet().parts.prioritising.value;
  if (!prioritising?.result?.shown) return null;
  return <Results prioritising={prioritising} result={prioritising.result} />;
}

interface Props {
  prioritising: Prioritising;
  result: Result;
}

export function Results({ prioritising, result }: Props) {
  if (!result.shown) {
    return (
      <p class="ds-alert" data-color="info">
        {_("{ballots} prioritised. The result is shown only when at least {threshold} have, so that nobody can work out what a single person chose.", {
          ballots: result.ballots,
          threshold: result.threshold,
        })}
      </p>
    );
  }
  const graded = prioritising.method === "scale";
  return (
    <section class="stack">
      <h2 class="ds-heading" data-size="sm">
        {graded ? _("This is how far the hall agrees") : _("This is what the hall prioritises")}
      </h2>
      <p>{took(prioritising.method, result.ballots)}</p>
      {graded ? (
        <Grades prioritising={prioritising} />
      ) : (
        <>
          <Lists prioritising={prioritising} />
          <h3 class="ds-heading" data-size="2xs">
            {prioritising.method === "points" ? _("All the points") : _("All the dots")}
          </h3>
          <Bars prioritising={prioritising} result={result} />
        </>
      )}
    </section>
  );
}

function Bars({ prioritising: { choices, method }, result }: Props) {
  const found = new Map(choices.map((choice) => [choice.id, choice]));
  const most = Math.max(1, ...result.rows.map((row) => row.dots));
  return (
    <ol class="results">
      {result.rows.map((row) => {
        const choice = found.get(row.id);
        return (
          <li key={row.id}>
            <p class="words">{choice && wordsOf(choice)}</p>
            <p class="faint">
              {choice?.name || (choice?.common ? _("The wording in common") : _("A note that a table lifted"))}
              {choice?.about && ` · ${choice.about}`}
            </p>
            <div class="bar">
              <span style={{ width: `${(80 * row.dots) / most}%` }} />
              <strong>{amount(method, row.dots)}</strong>
            </div>
          </li>
        );
      })}
    </ol>
  );
}
