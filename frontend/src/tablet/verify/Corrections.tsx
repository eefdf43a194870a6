// One's own corrections of a statement, or of the whole, and the box for another.
import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";

import { _ } from "../../i18n";
import { Small, stayNear } from "../Bits";
import { box, correctionOf } from "../memory";
import { GONE, Row } from "../OwnNotes";
import { useTablet } from "../tablet";
import { WordsForm } from "../WordsForm";

interface Props {
  about: string;
  /** Of the box. */
  label: string;
  /** The box stands open until something is written. */
  atOnce?: boolean;
  /** On the button that opens it. */
  opener?: string;
}

export function Corrections({ about, label, atOnce = false, opener = "" }: Props) {
  const { memory, outbox } = useTablet();
  const question = correctionOf(about);
  const name = box.alone(question);
  const text = memory.draft(name);
  const mine = memory.own.value.filter((note) => note.question === question);
  const given = mine.some((note) => !GONE.includes(note.state));
  const wanted = useSignal(false);
  const place = useRef<HTMLDivElement>(null);
  const press = given ? _("Write one more") : opener;

  function close(): void {
    wanted.value = false;
    stayNear(place);
  }

  return (
    <div ref={place} class="stack">
      {text || wanted.value || (atOnce && !given) ? (
        <WordsForm
          id={`correction-${about}`}
          label={label}
          help={_("When the answers are closed the whole hall can read it, without table and name.")}
          value={text}
          rows={3}
          wanted={wanted.value}
          press={_("Send the correction")}
          onType={(typed) => memory.type(name, typed)}
          onSend={() => {
            outbox.write(name, question, "alone");
            close();
          }}
          beside={!text && wanted.value && <Small onClick={close}>{_("Cancel")}</Small>}
        />
      ) : (
        press && (
          <button
            type="button"
            class="ds-button"
            data-variant="secondary"
            onClick={() => {
              wanted.value = true;
            }}
          >
            {press}
          </button>
        )
      )}
      {mine.length > 0 && (
        <ul class="notes" aria-label={_("Corrections from this tablet")}>
          {mine.map((note) => (
            <li key={note.id}>
              <Row note={note} open />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
