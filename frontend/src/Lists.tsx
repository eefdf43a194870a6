// The two lists that come of a prioritising: what is on each, and what must be said of it.
// Choices are called by their number among all, most dots first: the same on every screen.
import { _, language, ngettext } from "./i18n";
import type { Listed, Method, Prioritising, Result } from "./protocol";
import { wordsOf } from "./words";

interface List {
  name: string;
  why: string;
  listed: Listed;
}

/** None where choices were graded: how far one agrees with each chooses none before another. */
export function listsOf({ equal_shares, most_dots }: Result, method: Method): List[] {
  if (!equal_shares || !most_dots) return [];
  const most =
    method === "points"
      ? { name: _("Most points"), why: _("The choices with most points, and nothing else.") }
      : { name: _("Most dots"), why: _("The choices with most dots, and nothing else.") };
  return [
    { name: _("Equal influence"), why: _("Everybody has the same influence to use."), listed: equal_shares },
    { ...most, listed: most_dots },
  ];
}

export function numbersOf({ rows }: Result): Map<string, number> {
  return new Map(rows.map(({ id }, i) => [id, i + 1]));
}

/** Who has nothing on the list, where theirs are, and what stood level, in whole sentences. */
export function told({ uncovered, theirs, ties }: Listed, result: Result, method: Method): string[] {
  const found = numbersOf(result);
  const choices = theirs.map((id) => found.get(id)).join(", ");
  const points = method === "points";
  const where = points
    ? _("Their points are on {choices}.", { choices })
    : _("Their dots are on {choices}.", { choices });
  return [
    covered(uncovered, result.threshold, points),
    ...(choices ? [where] : []),
    ...tied(ties, result, method),
  ];
}

/** What stood level, and what parted it. */
export function tied(ties: Listed["ties"], result: Result, method: Method): string[] {
  if (ties.length === 0) return [];
  const found = numbersOf(result);
  const list = new Intl.ListFormat(language.value);
  const numbers = (ids: string[]) => list.format(ids.map((id) => String(found.get(id))));
  return [
    ...ties.map(({ level, chosen }) =>
      _("{choices} stood level; {chosen} came first.", { choices: numbers(level), chosen: numbers(chosen) }),
    ),
    method === "points"
      ? _("Where choices stand level, most points go first, then the order of the choices.")
      : _("Where choices stand level, most dots go first, then the order of the choices."),
  ];
}

/** How many have nothing on the list. */
export function covered(uncovered: number | null, threshold: number, points: boolean): string {
  if (uncovered === null) {
    return points
      ? _("Some, but fewer than {threshold}, have none of their points on the list.", { threshold })
      : _("Some, but fewer than {threshold}, have none of their dots on the list.", { threshold });
  }
  if (uncovered === 0) {
    return points
      ? _("Everybody has at least one of their points on the list.")
      : _("Everybody has at least one of their dots on the list.");
  }
  return points
    ? ngettext("{n} has none of their points on the list.", "{n} have none of their points on the list.", uncovered)
    : ngettext("{n} has none of their dots on the list.", "{n} have none of their dots on the list.", uncovered);
}

/** Side by side where there is room. The words may be cut: they stand whole below. */
export function Lists({ prioritising: { choices, result, method } }: { prioritising: Prioritising }) {
  if (!result) return null;
  const found = new Map(choices.map((choice) => [choice.id, choice]));
  const numbers = numbersOf(result);
  return (
    <div class="lists">
      {listsOf(result, method).map(({ name, why, listed }) => (
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
          <p class="tells">{told(listed, result, method).join(" ")}</p>
        </div>
      ))}
    </div>
  );
}
