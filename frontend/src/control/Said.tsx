// The notes of the hall. Read, never written; one that names or hurts somebody is found by its
// words, and can be hidden, for a reason that everybody sees.
import { useId, useState } from "preact/hooks";

import { _, ngettext } from "../i18n";
import type { Card, ControlView, Reason } from "../protocol";
import { wordsOf } from "../words";
import { Confirm, Do, Told } from "./Do";
import { focusSoon } from "./desk";

const DRAWN = 30;

export function Notes({ view }: { view: ControlView }) {
  const [drawn, setDrawn] = useState(DRAWN);
  const [sought, setSought] = useState("");
  const field = useId();
  const notes = Object.values(view.notes);
  if (notes.length === 0) return null;
  const words = sought.trim().toLocaleLowerCase();
  const found = notes.filter(({ text }) => text.toLocaleLowerCase().includes(words));
  const rest = found.length - drawn;
  return (
    <details class="ds-details notes">
      <summary aria-keyshortcuts="h">{ngettext("{n} note on the question", "{n} notes on the question", notes.length)}</summary>
      <div>
        <div class="ds-field">
          <label class="ds-label" for={field}>
            {_("Find a note by its words")}
          </label>
          <input
            class="ds-input"
            id={field}
            type="search"
            value={sought}
            onInput={(event) => setSought(event.currentTarget.value)}
          />
        </div>
        <p role="status">{words && ngettext("{n} note found", "{n} notes found", found.length)}</p>
        <ul>
          {found.slice(0, drawn).map((note) => (
            <Note key={note.id} note={note} />
          ))}
        </ul>
        <Told place="hide" />
        {rest > 0 && (
          <button
            type="button"
            class="ds-button"
            data-variant="secondary"
            onClick={() => setDrawn(drawn + DRAWN)}
          >
            {_("Show more ({n} left)", { n: rest })}
          </button>
        )}
      </div>
    </details>
  );
}

/** What a note may be hidden for. */
const HIDE: [Reason, () => string][] = [
  ["name", () => _("A name")],
  ["insult", () => _("An insult")],
  ["personal_data", () => _("Personal data")],
];

/** `lead` stands before the words. */
export function Note({ note, lead }: { note: Card; lead?: string }) {
  const { id, hidden } = note;
  // What is asked about, so that the question goes when another hand has answered it.
  const [asked, setAsked] = useState<Reason | null | undefined>();
  const asking = asked === hidden;
  const opener = useId(); // the same note may lie behind several statements

  function close() {
    setAsked(undefined);
    focusSoon(opener);
  }

  return (
    <li data-hidden={hidden !== null}>
      <p class="words">
        {note.lifted && <strong>★ {_("Lifted")}: </strong>}
        {lead && <strong>{lead}: </strong>}
        {wordsOf(note)}
      </p>
      <button
        type="button"
        id={opener}
        class="ds-button"
        data-variant="tertiary"
        data-size="sm"
        aria-expanded={asking}
        onClick={() => setAsked(asking ? undefined : hidden)}
      >
        {hidden ? _("Show again …") : _("Hide …")}
      </button>
      {asking && hidden && (
        <Confirm
          question={_("Show the words to everybody again?")}
          yes={
            <Do place="hide" frame={() => ({ t: "unhide", id })} after={close}>
              {_("Show it again")}
            </Do>
          }
          no={_("Cancel")}
          cancel={close}
        />
      )}
      {asking && !hidden && (
        <Confirm
          question={_("The words are then seen by nobody. The reason stands in their place, and the log says that you did it. What is in them?")}
          yes={HIDE.map(([reason, name]) => (
            <Do key={reason} place="hide" frame={() => ({ t: "hide", id, reason })} after={close}>
              {name()}
            </Do>
          ))}
          no={_("Cancel")}
          cancel={close}
        />
      )}
    </li>
  );
}
