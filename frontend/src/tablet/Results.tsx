// What the hall's dots came to, as numbers and as bars – or in words why it is not shown.
import { _, ngettext } from "../i18n";
import { Lists } from "../Lists";
import type { Prioritising, Result } from "../protocol";
import { wordsOf } from "../words";

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
  const choices = new Map(prioritising.choices.map((choice) => [choice.id, choice]));
  const most = Math.max(1, ...result.rows.map((row) => row.dots));
  return (
    <section class="stack">
      <h2 class="ds-heading" data-size="sm">
        {_("This is what the hall prioritises")}
      </h2>
      <p>{_("{n} prioritised", { n: result.ballots })}</p>
      <Lists prioritising={prioritising} />
      <h3 class="ds-heading" data-size="2xs">
        {_("All the dots")}
      </h3>
      <ol class="results">
        {result.rows.map((row) => {
          const choice = choices.get(row.id);
          return (
            <li key={row.id}>
              <p class="words">{choice && wordsOf(choice)}</p>
              <p class="faint">
                {choice?.name || _("A note that a table lifted")}
                {choice?.about && ` · ${choice.about}`}
              </p>
              <div class="bar">
                <span style={{ width: `${(80 * row.dots) / most}%` }} />
                <strong>{ngettext("{n} dot", "{n} dots", row.dots)}</strong>
              </div>
            </li>
          );
        })}
      </ol>
    </section>
  );
}
