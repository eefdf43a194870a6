// What the kinds of steps, and single steps, are called on the control screen and the projector.
import { _ } from "../i18n";
import type { Kind } from "../protocol";

export const KINDS: readonly Kind[] = [
  "rules",
  "intro",
  "knowledge",
  "write",
  "talk",
  "plenary",
  "prioritise",
  "verify",
  "round",
  "evaluate",
  "pause",
  "end",
];

export function kindName(kind: Kind): string {
  switch (kind) {
    case "rules":
      return _("Ground rules");
    case "intro":
      return _("From the front");
    case "knowledge":
      return _("The knowledge base");
    case "write":
      return _("Individual writing");
    case "talk":
      return _("Table talk");
    case "plenary":
      return _("Plenary");
    case "prioritise":
      return _("Prioritising");
    case "verify":
      return _("Verification");
    case "round":
      return _("New neighbours");
    case "evaluate":
      return _("Evaluation");
    case "pause":
      return _("Break");
    case "end":
      return _("Closing");
  }
}

/** What kind of step it is, where its name does not say so already; empty where it does. */
export function kindBeside(step: { kind: Kind; title: string }): string {
  const kind = kindName(step.kind);
  return stepName(step) === kind ? "" : kind;
}

/** The step's own title, or else the name of its kind. */
export function stepName(step: { kind: Kind; title: string }): string {
  return step.title || kindName(step.kind);
}
