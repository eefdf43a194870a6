// For and against: everybody's, and a box for one's own. The hall sees it as it is given.
import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";

import { _ } from "../../i18n";
import { argumentsOn, SIDES, sideName } from "../../plenary";
import type { Side } from "../../protocol";
import { wordsOf } from "../../words";
import { Small, stayNear } from "../Bits";
import { box } from "../memory";
import { Row } from "../OwnNotes";
import { useTablet } from "../tablet";
import { WordsForm } from "../WordsForm";

interface Props {
  about: string;
  /** Of what it is about. */
  name: string;
  /** Whether arguments are taken just now. */
  open: boolean;
}

export function Arguments(props: Props) {
  return (
    <div class="sides">
      {SIDES.map((side) => (
        <One key={side} {...props} side={side} />
      ))}
    </div>
  );
}

function One({ about, name, open, side }: Props & { side: Side }) {
  const { memory, parts } = useTablet();
  const question = `${about}.${side}`;
  const mine = memory.own.value.filter((note) => note.question === question);
  const others = argumentsOn(parts.arguments.value ?? {}, about, side).filter(
    ({ id }) => !(id in memory.notes.value) || !mine.some((note) => note.id === id),
  );
  return (
    <div class="stack">
      <h3 class="ds-heading" data-size="2xs">
        <span aria-hidden="true">{side === "for" ? "+ " : "– "}</span>
        {`${sideName(side)} (${others.length + mine.filter((note) => note.stored !== null).length})`}
      </h3>
      {others.length > 0 && (
        <ul class="notes">
          {others.map((one) => (
            <li key={`${one.id} ${one.laid}`} class="ds-card note">
              <p class={one.hidden ? "faint" : "words"}>{wordsOf(one)}</p>
              {one.laid && <p class="state">{_("One of the notes")}</p>}
            </li>
          ))}
        </ul>
      )}
      {mine.length > 0 && (
        <ul class="notes" aria-label={_("{name} – {side}, from this tablet", { name, side: sideName(side) })}>
          {mine.map((note) => (
            <li key={note.id}>
              <Row note={note} open={open} />
            </li>
          ))}
        </ul>
      )}
      {open && <Give question={question} side={side} />}
    </div>
  );
}

function Give({ question, side }: { question: string; side: Side }) {
  const { memory, outbox } = useTablet();
  const name = box.alone(question);
  const text = memory.draft(name);
  const asked = useSignal(false);
  const place = useRef<HTMLDivElement>(null);

  function send(): void {
    outbox.write(name, question, "alone");
    close();
  }

  function close(): void {
    asked.value = false;
    stayNear(place);
  }

  return (
    <div ref={place}>
      {asked.value || text ? (
        <WordsForm
          id={`argument-${question}`}
          label={side === "for" ? _("Your argument for") : _("Your argument against")}
          help={_("The whole hall sees it at once, without table and name.")}
          value={text}
          rows={3}
          wanted={asked.value}
          press={_("Send the argument")}
          onType={(typed) => memory.type(name, typed)}
          onSend={send}
          beside={!text && <Small onClick={close}>{_("Cancel")}</Small>}
        />
      ) : (
        <button
          type="button"
          class="ds-button"
          data-variant="secondary"
          onClick={() => {
            asked.value = true;
          }}
        >
          {side === "for" ? _("Argue for") : _("Argue against")}
        </button>
      )}
    </div>
  );
}
