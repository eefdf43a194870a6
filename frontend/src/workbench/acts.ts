// What an editor does with the contributions at hand, and how it is told.
import { _, ngettext } from "../i18n";
import type { Bearing, SetAside, WorkbenchView } from "../protocol";
import type { Bench } from "./bench";
import { type Edit, freed, linked, merged, placed, setAside } from "./edits";
import type { Stage } from "./list";
import { surest } from "./suggest";
import { bearingWords, short, whyWords } from "./told";

/** What is at hand into a theme, or out of all. `made`: the edit that makes it, and its name. */
export function put(bench: Bench, theme: string | null, made?: [Edit, string]): Promise<boolean> {
  return onHand(bench, "untold", (view, ids) => [
    [...(made ? [made[0]] : []), ...placed(view, ids, theme)],
    theme === null
      ? ngettext("{n} taken out of its theme.", "{n} taken out of their themes.", ids.length)
      : ngettext("{n} placed in {theme}.", "{n} placed in {theme}.", ids.length, {
          theme: made?.[1] ?? view.themes[theme]?.name ?? "",
        }),
  ]);
}

/** What is at hand, each into its likeliest theme. */
export function accept(bench: Bench): void {
  const { themes } = bench.suggestions.value;
  void onHand(bench, "untold", (view, ids) => {
    const edits = ids.flatMap((id) => {
      const [likeliest] = themes[id] ?? [];
      return likeliest ? placed(view, [id], likeliest[0]) : [];
    });
    const [first] = edits;
    if (!first) return null;
    const theme = view.themes[first.new as string]?.name ?? "";
    return [
      edits,
      edits.length === 1
        ? ngettext("{n} placed in {theme}.", "{n} placed in {theme}.", 1, { theme })
        : placedWords(edits.length),
    ];
  });
}

/** All that are quite sure, at a stroke. */
export function acceptSurest(bench: Bench): void {
  const view = bench.session.view.value;
  if (!view) return;
  const sure = surest([...bench.items.value.values()], bench.suggestions.value);
  const edits = sure.flatMap(({ id, theme }) => placed(view, [id], theme));
  void bench.act(edits, placedWords(edits.length));
}

const placedWords = (n: number) => ngettext("{n} placed as suggested.", "{n} placed as suggested.", n);

export function link(bench: Bench, statement: string, how: Bearing, also: Edit[] = []): Promise<boolean> {
  return onHand(bench, "left", (view, ids) => [
    [...also, ...linked(view, ids, statement, how)],
    ngettext("{n} {bears} the statement.", "{n} {bears} the statement.", ids.length, {
      bears: bearingWords(how),
    }),
  ]);
}

export function same(bench: Bench, into: string): void {
  void onHand(bench, "left", (view, ids) => [
    merged(view, ids, into),
    ngettext("{n} is one with «{other}».", "{n} are one with «{other}».", ids.length, {
      other: short(bench.items.value.get(into)?.text ?? "", 40),
    }),
  ]);
}

export function aside(bench: Bench, why: SetAside): Promise<boolean> {
  return onHand(bench, "left", (view, ids) => [
    setAside(view, ids, why),
    ngettext("{n} set aside: {why}.", "{n} set aside: {why}.", ids.length, { why: whyWords(why.why) }),
  ]);
}

/** What is at hand without an end once more. */
export function free(bench: Bench): void {
  void onHand(bench, "left", (view, ids) => [
    freed(view, ids),
    ngettext("{n} has no end any more.", "{n} have no end any more.", ids.length),
  ]);
}

function onHand(
  bench: Bench,
  left: Stage,
  made: (view: WorkbenchView, ids: string[]) => [Edit[], string] | null,
): Promise<boolean> {
  const view = bench.session.view.value;
  const ids = bench.hand.value;
  const act = view && bench.able.value && ids.length > 0 ? made(view, ids) : null;
  return act ? bench.actOnHand(...act, left) : Promise.resolve(false);
}
