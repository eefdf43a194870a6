// The keys of the list, as they are told in the help and as they are pressed: where the editor's
// hands are for days. They hold while the list has the focus (WCAG 2.1.4).
import { _ } from "../i18n";
import { accept, free, put } from "./acts";
import { type Bench, type Choosing, focusSoon } from "./bench";
import { inOrder } from "./edits";
import { between, nextAfter, reaches } from "./list";

const CHOICES: Record<string, Choosing> = {
  f: "theme",
  s: "supports",
  m: "contradicts",
  n: "nuances",
  l: "same",
  x: "aside",
};

/** What the keys do, for the help. */
export const HELP: readonly { keys: string; words: () => string }[] = [
  { keys: "↑ ↓ j k", words: () => _("to the one before or after; Home and End to the first and last") },
  { keys: "o", words: () => _("to the next one without an end") },
  { keys: "Space", words: () => _("choose it, or not; with Shift and arrows many, Ctrl+A all, Esc none") },
  { keys: "1 … 9", words: () => _("into the theme with that number; with Shift the themes from ten on") },
  { keys: "0", words: () => _("out of its theme") },
  { keys: "g", words: () => _("accept the likeliest theme") },
  { keys: "f", words: () => _("move to …, also to a new theme") },
  { keys: "s m n", words: () => _("supports, contradicts or nuances a statement, also a new one") },
  { keys: "l", words: () => _("is the same as another") },
  { keys: "x", words: () => _("set aside with a reason") },
  { keys: "r", words: () => _("take its end away") },
  { keys: "Ctrl+Z z", words: () => _("take back what you did last, as often as you want") },
  { keys: "/", words: () => _("search; Esc brings you back here") },
  { keys: "t", words: () => _("a new theme") },
  { keys: "e", words: () => _("the statements") },
  { keys: "?", words: () => _("this list") },
];

/** The number key of a theme by its place among the others; none from the nineteenth on. */
export function keyOf(index: number): string {
  if (index < 9) return String(index + 1);
  return index < 18 ? `⇧${index - 8}` : "";
}

/** Does what the key says in the list; false where it says nothing. `page`: rows in sight. */
export function pressed(event: KeyboardEvent, bench: Bench, page: number, open: Opens): boolean {
  const { key, shiftKey, code } = event;
  if (event.altKey) return false;
  if (event.ctrlKey || event.metaKey) {
    if (key.toLowerCase() !== "a") return false;
    bench.chosen.value = new Set(bench.shown.value);
    return true;
  }
  const number = /^(?:Digit|Numpad)(\d)$/.exec(code)?.[1];
  if (number !== undefined) return intoTheme(bench, Number(number), shiftKey);
  const step = stepOf(key, page);
  if (step !== null) return move(bench, step, shiftKey);
  const choice = CHOICES[key];
  if (choice) {
    if (bench.able.value && bench.hand.value.length > 0) bench.choosing.value = choice;
    return true;
  }
  return single(key, bench, open);
}

/** Where else the keys lead. */
export interface Opens {
  help: () => void;
  statements: () => void;
}

function single(key: string, bench: Bench, open: Opens): boolean {
  switch (key) {
    case " ":
      bench.chosen.value = toggled(bench.chosen.value, bench.at.value);
      return true;
    case "Escape":
      bench.chosen.value = new Set();
      return true;
    case "g":
      accept(bench);
      return true;
    case "r":
      free(bench);
      return true;
    case "z":
      void bench.takeBack();
      return true;
    case "o":
      bench.goTo(nextOpen(bench));
      return true;
    case "/":
      focusSoon("search");
      return true;
    case "t":
      focusSoon("new-theme");
      return true;
    case "e":
      open.statements();
      return true;
    case "?":
      open.help();
      return true;
    default:
      return false;
  }
}

const stepOf = (key: string, page: number): number | null =>
  ({ ArrowDown: 1, j: 1, J: 1, ArrowUp: -1, k: -1, K: -1, PageDown: page, PageUp: -page,
     End: Infinity, Home: -Infinity })[key] ?? null;

function move({ shown, at, chosen, goTo }: Bench, by: number, many: boolean): boolean {
  const ids = shown.value;
  const from = ids.indexOf(at.value);
  const to = ids[Math.min(ids.length - 1, Math.max(0, from + by))];
  if (!to) return true;
  if (many) chosen.value = new Set([...chosen.value, ...between(ids, at.value, to)]);
  goTo(to);
  return true;
}

export function toggled(chosen: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(chosen);
  if (!next.delete(id) && id) next.add(id);
  return next;
}

function nextOpen({ shown, at, items }: Bench): string {
  return nextAfter(shown.value, at.value, new Set(), (id) => {
    const item = items.value.get(id);
    return item !== undefined && reaches(item, "left");
  });
}

function intoTheme(bench: Bench, number: number, beyond: boolean): boolean {
  const themes = inOrder(bench.session.view.value?.themes ?? {});
  const theme = themes[number - 1 + (beyond ? 9 : 0)];
  if (number === 0) void put(bench, null);
  else if (theme) void put(bench, theme.id);
  return true;
}
