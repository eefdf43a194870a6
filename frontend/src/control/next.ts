// The one large button: which thing comes naturally next. It only offers; the server decides.
import { until } from "../clock";
import { _ } from "../i18n";
import { tookSoFar } from "../methods";
import type { ControlView, Kind, Planned, Said } from "../protocol";
import type { Begins } from "./desk";
import { stepName } from "./kinds";

export type NextThing =
  | { do: "open"; step: string; first: boolean; name: string }
  | { do: "close"; step: string; kind: Kind }
  | { do: "end" };

/** Steps that are closed before the hall moves on, so that what is unsent gets its chance. */
const CLOSED_FIRST: readonly Kind[] = ["knowledge", "write", "talk", "prioritise", "verify", "evaluate"];

/** Closed steps that still take what is unsent, when they are given five seconds more. */
const HAS_GRACE: readonly Kind[] = ["write", "talk"];

export function nextThing(view: ControlView): NextThing | null {
  const { now } = view;
  if (view.workshop.ended) return null;
  if (now?.open && CLOSED_FIRST.includes(now.kind)) {
    return { do: "close", step: now.id, kind: now.kind };
  }
  const next = nextStep(view);
  if (next) return { do: "open", step: next.id, first: now === null, name: stepName(next) };
  return now ? { do: "end" } : null;
}

export function nextStep(view: ControlView): Planned | undefined {
  return view.programme.find((step) => step.state === "next");
}

export function nextWords(thing: NextThing): string {
  switch (thing.do) {
    case "open":
      return thing.first
        ? _("Start: {step}", { step: thing.name })
        : _("Go to: {step}", { step: thing.name });
    case "close":
      return closeWords(thing.kind);
    case "end":
      return _("End the workshop");
  }
}

function closeWords(kind: Kind): string {
  if (kind === "knowledge") return _("Close the reactions");
  if (kind === "write") return _("Close the writing");
  if (kind === "evaluate") return _("Close the evaluation");
  if (kind === "verify") return _("Close the answers");
  return kind === "talk" ? _("Close the table talk") : _("Close the prioritising");
}

/** What must be agreed to before a step is left whose result is shown, and stands for good. */
export function countingWords({ now, hall, counts, prioritising }: ControlView): string | null {
  if (now?.open && now.kind === "knowledge" && counts.reacted > 0) {
    return _("The reactions are shown to the hall, and nobody can react any more. {n} of {tables} tables have reacted.", {
      n: counts.reacted,
      tables: hall.tables,
    });
  }
  if (!now?.open || hall.cast === 0) return null;
  if (now.kind === "evaluate") {
    const shown = _("The evaluation is shown to the hall, and cannot be opened again.");
    return `${shown} ${tookSoFar("scale", hall)}.`;
  }
  if (now.kind === "verify") {
    const shown = _("The answers are counted and the corrections shown to the hall. Nobody can answer any more.");
    return `${shown} ${tookSoFar("scale", hall)}.`;
  }
  if (now.kind !== "prioritise") return null;
  const method = prioritising?.method ?? "dots";
  const counted = _("It is counted, and cannot be opened again.");
  return `${counted} ${tookSoFar(method, hall)}.`;
}

export function yesWords(kind: Kind | undefined): string {
  return kind === "knowledge" || kind === "evaluate" ? _("Yes, close and show") : _("Yes, count them");
}

const EARLY = 3 * 60 * 60 * 1000; // before this nobody begins a meeting, but many try the buttons

/** What must be agreed to before a workshop begins long before its time: that cannot be undone. */
export function earlyWords({ now }: ControlView, { at, when }: Begins): string | null {
  if (now || until(at) <= EARLY) return null;
  return _("The meeting is on {when}. Start now? If you only want to try, practise on the workshop’s page.", { when });
}

/** Whether the step of the moment is closed, and may be given five seconds more. */
export function mayHaveGrace({ now, workshop }: ControlView): boolean {
  return now !== null && !now.open && !workshop.ended && HAS_GRACE.includes(now.kind);
}

/** The statement to open after the one that is shown: the next in table order not opened before. */
export function nextStatement(view: ControlView): Said | undefined {
  const waiting = inTableOrder(view).filter((said) => !view.opened.includes(said.table));
  const shown = Math.max(0, ...view.shown.map((said) => said.table));
  return waiting.find((said) => said.table > shown) ?? waiting[0];
}

export function inTableOrder(view: ControlView): Said[] {
  return Object.values(view.statements).sort((a, b) => a.table - b.table);
}
