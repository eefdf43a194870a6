// What an editor does with the contributions at hand, and how it is told.
import { _, ngettext } from "../i18n";
import type { Bearing, SetAside } from "../protocol";
import { type Bench, focusSoon, LIST } from "./bench";
import { type Edit, freed, linked, type Make, merged, placed, setAside } from "./edits";
import type { Stage } from "./list";
import { surest } from "./suggest";
import { bearingWords, short, whyWords } from "./told";

/** What is at hand into a theme, or out of all. `made`: the edit that makes it, and its name. */
export function put(bench: Bench, theme: string | null, made?: [Edit, string]): Promise<boolean> {
  const { value: ids } = bench.hand;
  const words =
    theme === null
      ? ngettext("{n} taken out of its theme.", "{n} taken out of their themes.", ids.length)
      : placedIn(made?.[1] ?? bench.session.view.value?.themes[theme]?.name ?? "", ids.length);
  const first = made ? [made[0]] : [];
  return onHand(bench, "untold", (view) => [...first, ...placed(view, ids, theme)], words);
}

const placedIn = (theme: string, n: number) =>
  ngettext("{n} placed in {theme}.", "{n} placed in {theme}.", n, { theme });

const placedWords = (n: number) => ngettext("{n} placed as suggested.", "{n} placed as suggested.", n);

/** What is at hand, each into its likeliest theme. */
export function accept(bench: Bench): void {
  const { themes } = bench.suggestions.value;
  const likely = bench.hand.value.flatMap((id) => {
    const [first] = themes[id] ?? [];
    return first ? [{ id, theme: first[0] }] : [];
  });
  const [only] = likely;
  if (!only) return;
  const name = bench.session.view.value?.themes[only.theme]?.name ?? "";
  const words = likely.length === 1 ? placedIn(name, 1) : placedWords(likely.length);
  void onHand(bench, "untold", (view) => likely.flatMap(({ id, theme }) => placed(view, [id], theme)), words);
}

/** All in the list that are quite sure, at a stroke. */
export function acceptSurest(bench: Bench): void {
  const { items, shown, suggestions } = bench;
  const sure = surest(shown.value.flatMap((id) => items.value.get(id) ?? []), suggestions.value);
  void bench.act(
    (view) => sure.flatMap(({ id, theme }) => placed(view, [id], theme)),
    placedWords(sure.length),
  );
}

export function link(bench: Bench, statement: string, how: Bearing, also: Edit[] = []): Promise<boolean> {
  const { value: ids } = bench.hand;
  const words = ngettext("{n} {bears} the statement.", "{n} {bears} the statement.", ids.length, {
    bears: bearingWords(how),
  });
  return onHand(bench, "left", (view) => [...also, ...linked(view, ids, statement, how)], words);
}

export function same(bench: Bench, into: string): void {
  const { value: ids } = bench.hand;
  const words = ngettext("{n} is one with «{other}».", "{n} are one with «{other}».", ids.length, {
    other: short(bench.items.value.get(into)?.text ?? "", 40),
  });
  void onHand(bench, "left", (view) => merged(view, ids, into), words);
}

export function aside(bench: Bench, why: SetAside): Promise<boolean> {
  const { value: ids } = bench.hand;
  const words = ngettext("{n} set aside: {why}.", "{n} set aside: {why}.", ids.length, {
    why: whyWords(why.why),
  });
  return onHand(bench, "left", (view) => setAside(view, ids, why), words);
}

/** What is at hand without an end once more. It stays at hand, unless the list shows what has one. */
export function free(bench: Bench): void {
  const { value: ids } = bench.hand;
  const words = ngettext("{n} has no end any more.", "{n} have no end any more.", ids.length);
  const { stage } = bench.filter.value;
  if (stage === "ended" || stage === "aside") void onHand(bench, stage, (view) => freed(view, ids), words);
  else if (bench.able.value && ids.length > 0) {
    focusSoon(LIST);
    void bench.act((view) => freed(view, ids), words);
  }
}

async function onHand(bench: Bench, left: Stage, make: Make, words: string): Promise<boolean> {
  if (!bench.able.value || bench.hand.value.length === 0) return false;
  return bench.actOnHand(make, words, left);
}
