// What the workbench says in words: of a contribution, of its end, of what was taken back.
import { _, ngettext } from "../i18n";
import type { Bearing, Ending, Reaction, Reason, Undoable, Unused, WorkbenchView } from "../protocol";
import { reactionName, reasonWords } from "../words";
import type { Edit } from "./edits";
import type { Item, Stage } from "./list";

export const BEARINGS: readonly Bearing[] = ["supports", "contradicts", "nuances"];
export const WHYS: readonly Unused[] = ["unclear", "elsewhere", "nothing_new"];

const BEARING: Record<Bearing, () => string> = {
  supports: () => _("supports"),
  contradicts: () => _("contradicts"),
  nuances: () => _("nuances"),
};

const WHY: Record<Unused, () => string> = {
  unclear: () => _("It is unclear what is meant"),
  elsewhere: () => _("It is about something else than the question"),
  nothing_new: () => _("It agrees with something, and says no more"),
};

const STAGE: Record<Stage, () => string> = {
  left: () => _("Not accounted for"),
  untold: () => _("… and in no theme"),
  ended: () => _("Accounted for"),
  aside: () => _("Set aside"),
  all: () => _("All contributions"),
};

const SORT: Record<string, () => string> = {
  note: () => _("Note"),
  argument: () => _("Argument"),
  reaction: () => _("Reaction"),
  correction: () => _("Correction"),
  statement: () => _("What a table says"),
};

export const bearingWords = (how: Bearing) => BEARING[how]();
export const whyWords = (why: Unused) => WHY[why]();
export const stageWords = (stage: Stage) => STAGE[stage]();
export const sortWords = (sort: string) => SORT[sort]?.() ?? sort;

/** The words of the councillor, or why they are nobody's to read. */
export function textOf({ text, hidden }: Pick<Item, "text"> & { hidden?: Reason | null }): string {
  return hidden ? _("Hidden by the process leader: {reason}.", { reason: reasonWords(hidden) }) : text;
}

/** What sort of thing it is, and which side of it. */
export function kindOf({ sort, way, table }: Item): string {
  const words = sortWords(sort);
  if (sort === "statement") return table ? `${words}: ${table}` : words;
  if (sort === "argument") return way === "against" ? _("Argument against") : _("Argument for");
  return sort === "reaction" ? reactionName(way as Reaction) : words;
}

/** How it ends, in a few words. */
export function endWords(view: WorkbenchView, end: Ending): string {
  switch (end.fate) {
    case "open":
      return end.into ? _("one with another that has no end") : _("no end yet");
    case "hidden":
      return _("hidden");
    case "merged":
      return _("one with another");
    case "aside":
      return _("set aside");
    case "used":
      return Object.entries(end.links)
        .map(([id, how]) => `${bearingWords(how)} «${short(view.understood[id]?.text ?? "", 30)}»`)
        .join(", ");
  }
}

export const short = (text: string, most = 60) =>
  text.length > most ? `${text.slice(0, most).trimEnd()} …` : text;

/** What stands now where an edit of one thing met something else. */
export function standing(view: WorkbenchView, edits: Edit[]): string[] {
  const [edit] = edits;
  if (edits.length !== 1 || !edit) return [];
  if (edit.register === "themes") {
    const theme = view.themes[edit.key];
    return theme ? [_("Now it says: {words}", { words: [theme.name, ...theme.keywords].join(", ") })] : [];
  }
  if (edit.register !== "placed") return [];
  const theme = view.themes[view.endings[edit.key]?.theme ?? ""];
  return [theme ? _("Now it lies in {theme}.", { theme: theme.name }) : _("Now it lies in no theme.")];
}

/** What was taken back, and in how many places. */
export const takenBack = (undo: Undoable) =>
  ngettext("Taken back: {what} ({n} change).", "Taken back: {what} ({n} changes).", undo.entries, {
    what: undoWords(undo),
  });

/** What goes when the last act is taken back. */
export const undoWords = ({ registers }: Undoable) =>
  Object.entries(REGISTER)
    .flatMap(([register, words]) => (registers.includes(register) ? [words()] : []))
    .join(", ");

const REGISTER: Record<string, () => string> = {
  themes: () => _("a theme"),
  statements: () => _("a statement"),
  placed: () => _("what lies in themes"),
  links: () => _("what bears on statements"),
  aside: () => _("what is set aside"),
  merged: () => _("what is one with another"),
};

/** How sure a hint is: said in a word, drawn as a bar beside it. */
export function sureWords(confidence: number, sure: number): string {
  if (confidence >= sure) return _("quite sure");
  return confidence >= sure / 2 ? _("perhaps") : _("a guess");
}
