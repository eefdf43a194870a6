// The two lists that come of a prioritising: what is on each, and what must be said of it.
// Choices are called by their number among all, most dots first: the same on every screen.
import { _, ngettext } from "./i18n";
import type { Listed, Prioritising, Result } from "./protocol";
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

export function numbersOf({ rows }: Result): Map<string, number> {
  return new Map(rows.map(({ id }, i) => [id, i + 1]));
}

/** Who has nothing on the list, where their dots are, and what stood level, in whole sentences. */
export function told({ uncovered, theirs, ties }: Listed, result: Result): string[] {
  const { threshold } = result;
  const found = numbersOf(result);
  const numbers = (ids: string[]) => ids.map((id) => found.get(id)).join(", ");
  return [
    uncovered === null
      ? _("Some, but fewer than {threshold}, have none of their dots on the list.", { threshold })
      : uncovered === 0
        ? _("Everybody has at least one of their dots on the list.")
        : ngettext("{n} has none of their dots on the list.", "{n} have none of their dots on the list.", uncovered),
    ...(theirs.length > 0 ? [_("Their dots are on {choices}.", { choices: numbers(theirs) })] : []),
    ...ties.map(({ level, chosen }) =>
      _("{choices} stood level; {chosen} came first.", { choices: numbers(level), chosen: numbers(chosen) }),
    ),
    ...(ties.length > 0 ? [_("Where choices stand level, most dots go first, then the order of the choices.")] : []),
  ];
}

/** Side by side where there is room. The words may be cut: they stand whole below. */
export function Lists({ prioritising: { choices, result } }: { prioritising: Prioritising }) {
  if (!result) return null;
  const found = new Map(choices.map((choice) => [choice.id, choice]));
  const numbers = numbersOf(result);
  return (
    <div class="lists">
      {listsOf(result).map(({ name, why, listed }) => (
        <div key={name}>
          <h3 class="ds-heading" data-size="2xs">
            {name}
          </h3>
          <p>{why}</p>
          <ul>
            {listed.choices.map((id) => {
              const choice = found.get(id);
              return (
                <li key={id}>
                  <b>{numbers.get(id)}</b>
                  <p class="words">
                    {choice?.name && <strong>{choice.name}: </strong>}
                    {choice && wordsOf(choice)}
                  </p>
                </li>
              );
            })}
          </ul>
          <p class="tells">{told(listed, result).join(" ")}</p>
        </div>
      ))}
    </div>
  );
}
