// The way back from the last opening or closing, for as long as there is one.
import { useState } from "preact/hooks";

import { _ } from "../i18n";
import type { ControlView } from "../protocol";
import { Confirm, Do } from "./Do";
import { focusSoon } from "./desk";
import { stepName } from "./kinds";

export function Undo({ view }: { view: ControlView }) {
  const [sure, setSure] = useState("");
  const { undo, now, workshop } = view;
  if (!now || workshop.ended) return null;
  if (!undo) return now.open ? null : <Final view={view} />;
  const { step } = undo;
  const face = `${now.id} ${step ?? ""}`;
  const lost = lostWords(view, step);
  const name = view.programme.find(({ id }) => id === step);
  const cancel = () => {
    setSure("");
    focusSoon("undo");
  };
  const frame = () => ({ t: "undo", step }) as const;
  return (
    <>
      <Do
        place="main"
        id="undo"
        variant="tertiary"
        keys="u"
        frame={() => {
          if (lost) setSure(face);
          return lost ? null : frame();
        }}
      >
        <span aria-hidden="true">↶</span>{" "}
        {step === now.id
          ? _("Undo: open it again")
          : name
            ? _("Undo: back to {step}", { step: stepName(name) })
            : _("Undo: not begun after all")}
      </Do>
      {lost && sure === face && (
        <Confirm
          question={lost}
          yes={
            <Do place="main" variant="primary" frame={frame}>
              {_("Yes, go back")}
            </Do>
          }
          cancel={cancel}
        />
      )}
    </>
  );
}

/** What going back does not bring back; null where all of it comes. */
function lostWords({ now }: ControlView, step: string | null): string | null {
  if (step === null) return _("The hall sees the welcome again. What has been written is kept, and the meeting has not begun.");
  if (now?.kind === "round" && step !== now.id) {
    return _("What was written before the round stays sealed: the tables do not see again which notes were their own.");
  }
  return null;
}

/** Why there is no way back. */
function Final({ view: { now, prioritising, evaluation } }: { view: ControlView }) {
  if (prioritising?.result || evaluation?.result) {
    return <p class="quiet">{_("What was given is counted, so this step cannot be opened again.")}</p>;
  }
  return now?.kind === "knowledge" ? <p class="quiet">{_("The reactions are shown, so this step cannot be opened again.")}</p> : null;
}
