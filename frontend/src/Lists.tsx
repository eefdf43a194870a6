// The two lists that come of a prioritising: what is on each, and what must be said of it.
import { _, ngettext } from "./i18n";
import type { Choice, Listed, Prioritising, Result } from "./protocol";
import { wordsOf } from "./words";

interface List {
  name: string;
  why: string;
  listed: Listed;
}

export function listsOf({ equal_shares, most_dots }: Result): List[] {
  if (!equal_shares || !most_dots) return [];
  return [
    { name: _("Equal influence"), why: _("Everybody has the same influence to use."), listed: equal_shares },
    { name: _("Most dots"), why: _("The choices with most dots, and nothing else."), listed: most_dots },
  ];
}

/** Who has nothing on the list, where their dots are, and what stood level, in whole sentences. */
export function told(listed: Listed, threshold: number, name: (id: string) => string): string[] {
  const { uncovered, theirs, ties } = listed;
  const names = (ids: string[]) => ids.map(name).join(", ");
  return [
    uncovered === null
      ? _("Some, but fewer than {threshold}, have none of their dots on the list.", { threshold })
      : uncovered === 0
        ? _("Everybody has at least one of their dots on the list.")
        : ngettext("{n} has none of their dots on the list.", "{n} have none of their dots on the list.", uncovered),
    ...(theirs.length > 0 ? [_("Their dots are on: {choices}", { choices: names(theirs) })] : []),
    ...ties.map(({ level, chosen }) =>
      _("Level: {choices}. First on the list: {chosen}. Most dots go first, then the order of the choices.", {
        choices: names(level),
        chosen: names(chosen),
      }),
    ),
  ];
}

const BRIEF = 40;

/** What a choice is called inside a sentence. */
function brief(choice: Choice | undefined): string {
  if (!choice) return "";
  const words = wordsOf(choice);
  return `«${words.length > BRIEF ? `${words.slice(0, BRIEF).trimEnd()} …` : words}»`;
}

/** Side by side where there is room. The words may be cut: they stand whole below. */
export function Lists({ prioritising: { choices, result } }: { prioritising: Prioritising }) {
  if (!result) return null;
  const found = new Map(choices.map((choice) => [choice.id, choice]));
  return (
    <div class="lists">
      {listsOf(result).map(({ name, why, listed }) => (
        <section key={name} aria-label={name}>
          <h3 class="ds-heading" data-size="2xs">
            {name}
          </h3>
          <p>{why}</p>
          <ol>
            {listed.choices.map((id) => {
              const choice = found.get(id);
              return (
                <li key={id}>
                  <p class="words">
                    {choice?.name && <strong>{choice.name}: </strong>}
                    {choice && wordsOf(choice)}
                  </p>
                </li>
              );
            })}
          </ol>
          {told(listed, result.threshold, (id) => brief(found.get(id))).map((sentence) => (
            <p key={sentence} class="tells">
              {sentence}
            </p>
          ))}
        </section>
      ))}
    </div>
  );
}
