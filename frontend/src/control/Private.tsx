// Beside a step of the programme: what the run sheet says, and the leader's note to oneself.
import { _ } from "../i18n";
import { useDesk } from "./desk";

/** What the run sheet says of a step, and the leader's own note on it. */
export function Beside({ step, detail }: { step: string; detail: string }) {
  const note = useDesk().notes.all.value[step];
  if (!detail && !note) return null;
  return (
    <div class="beside-step">
      {detail && <p class="words">{detail}</p>}
      {note && (
        <p class="words">
          <strong>{_("My note:")}</strong> {note}
        </p>
      )}
    </div>
  );
}

export function WriteNote({ step }: { step: string }) {
  const { notes } = useDesk();
  return (
    <div class="ds-field">
      <label class="ds-label" for={`note-${step}`}>
        {_("Note to myself")}
      </label>
      <textarea
        id={`note-${step}`}
        class="ds-input"
        rows={2}
        aria-describedby={`note-${step}-where`}
        value={notes.all.value[step] ?? ""}
        onInput={(event) => notes.write(step, event.currentTarget.value)}
      />
      <p id={`note-${step}-where`} class="quiet">
        {_("It is kept on this laptop only, and never sent.")}
      </p>
    </div>
  );
}

export function ForgetNotes() {
  const { notes } = useDesk();
  if (Object.keys(notes.all.value).length === 0) return null;
  return (
    <button
      type="button"
      class="ds-button"
      data-variant="tertiary"
      onClick={() => {
        notes.all.value = {};
      }}
    >
      {_("Delete my notes")}
    </button>
  );
}
