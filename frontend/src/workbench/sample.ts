// A bench for tests, with a server that keeps placements and links as the real one does: what began
// from something else is stale, and an answer comes after the view that it is about.
import { signal } from "@preact/signals";

import type { Ending, WorkbenchView } from "../protocol";
import type { Answer, Frame, Session, Status } from "../socket";
import { makeBench } from "./bench";
import { makeDrafts } from "./drafts";
import { type Edit, standsAt } from "./edits";
import { NONE, type Suggestions } from "./suggest";

export const OPEN: Ending = { fate: "open", theme: null, links: {}, why: null, words: "", into: null };

const HEAD = {
  body: "", demo: false, ended: true, ends: 0, language: "nb", municipality: "", number: 1, of: 1,
  rehearsal: false, title: "",
};

export function said(id: string, text = id) {
  return { id, text, sort: "note", question: "q", about: "Q?", way: "", dissent: "", table: "", hidden: null };
}

/** Notes by id with how they end; two themes, A and B; one statement, S. */
export function aView(ends: Record<string, Partial<Ending>>): WorkbenchView {
  const ids = Object.keys(ends);
  return {
    workshop: HEAD, questions: [], left: ids.length, trouble: "",
    undo: { count: 0, registers: [], entries: 0 },
    contributions: Object.fromEntries(ids.map((id) => [id, said(id)])),
    endings: Object.fromEntries(ids.map((id) => [id, { ...OPEN, ...ends[id] }])),
    themes: {
      A: { id: "A", name: "Alpha", keywords: [], place: 1 },
      B: { id: "B", name: "Beta", keywords: [], place: 2 },
    },
    understood: {
      S: {
        id: "S", text: "So it is", theme: null, minority: false, remark: "", conflict: "", place: 1,
        withdrawn: "", version: 1, met: null, behind: [], answers: [],
        ballots: 0, holds: false, direction: false,
      },
    },
  };
}

/** The view once the edits hold. Knows placements, links and what is set aside. */
export function after(view: WorkbenchView, edits: readonly Edit[]): WorkbenchView {
  const endings = { ...view.endings };
  for (const edit of edits) {
    if (edit.register === "placed") endings[edit.key] = { ...(endings[edit.key] ?? OPEN), theme: edit.new };
    if (edit.register === "merged") endings[edit.key] = { ...(endings[edit.key] ?? OPEN), into: edit.new };
    if (edit.register === "aside") {
      const { why, words } = edit.new ?? { why: null, words: "" };
      endings[edit.key] = { ...(endings[edit.key] ?? OPEN), why, words };
    }
    if (edit.register === "links") {
      const [statement, id] = edit.key as [string, string];
      const { [statement]: _, ...links } = endings[id]?.links ?? {};
      if (edit.new) links[statement] = edit.new;
      endings[id] = { ...(endings[id] ?? OPEN), links };
    }
  }
  for (const [id, end] of Object.entries(endings)) {
    const fate = Object.keys(end.links).length > 0 ? "used" : end.why ? "aside" : end.into ? "merged" : "open";
    endings[id] = { ...end, fate };
  }
  const left = Object.values(endings).filter(({ fate }) => fate === "open").length;
  return { ...view, endings, left, undo: { ...view.undo, count: view.undo.count + 1 } };
}

export function aBench(first: WorkbenchView, hints: Partial<Suggestions> = {}) {
  const view = signal<WorkbenchView | null>(first);
  const status = signal<Status>("on");
  const sent: Frame[] = [];

  async function send(frame: Frame): Promise<Answer> {
    sent.push(frame);
    await new Promise((done) => setTimeout(done, 1));
    const now = view.value;
    if (frame.t !== "edit" || !now) return { t: "stored", n: 1 };
    const same = (edit: Edit) => JSON.stringify(standsAt(now, edit)) === JSON.stringify(edit.old);
    if (!frame.edits.every(same)) return { t: "refused", n: 1, code: "stale" };
    view.value = after(now, frame.edits);
    return { t: "stored", n: 1 };
  }

  const session: Session<WorkbenchView> = {
    view, status, send, you: signal(""), refusal: signal(null),
    onWelcome: () => undefined, close: () => undefined,
  };
  const links = { staff: "", minutes: "", reopening: "", suggestions: "" };
  const bench = makeBench(session, links, signal({ ...NONE, ...hints }), makeDrafts("test"));
  return { bench, view, status, sent };
}
