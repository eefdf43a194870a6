// Laying something aside, from any step: a question to the chair, or what belongs elsewhere.
import { useSignal } from "@preact/signals";

import { _ } from "../../i18n";
import { parkingName, PARKINGS } from "../../plenary";
import type { Now, Parking as Kind } from "../../protocol";
import { wordsOf } from "../../words";
import { sendable, StepHeading, WordsBox } from "../Bits";
import { Change, Seen, useHint } from "../hints/Hint";
import { box } from "../memory";
import { NOTE_LIMIT, OwnNotes } from "../OwnNotes";
import { useTablet } from "../tablet";

const questionOf = (kind: Kind) => `parking.${kind}`;
const CHOICES: Record<Kind, () => string> = {
  chair: () => _("A question to the chair"),
  elsewhere: () => _("It belongs elsewhere"),
};

export function Parking({ now: _now }: { now: Now }) {
  const { memory, outbox, parking } = useTablet();
  const begun = PARKINGS.find((kind) => memory.drafts.peek()[box.alone(questionOf(kind))]);
  const kind = useSignal<Kind>(begun ?? "chair");
  const name = box.alone(questionOf(kind.value));
  const text = memory.draft(name);
  const hint = useHint(text);
  const mine = memory.own.value.filter((note) => PARKINGS.map(questionOf).includes(note.question));

  function choose(chosen: Kind): void {
    memory.type(name, "");
    memory.type(box.alone(questionOf(chosen)), text);
    kind.value = chosen;
  }

  function send(): void {
    if (sendable(text, NOTE_LIMIT) && hint.passes()) outbox.write(name, questionOf(kind.value), "alone");
  }

  return (
    <section class="stack">
      <StepHeading step="parking">{_("Lay aside")}</StepHeading>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        <fieldset class="ds-fieldset">
          <legend class="ds-label">{_("What is it?")}</legend>
          {PARKINGS.map((each) => (
            <div key={each} class="ds-field">
              <input
                type="radio"
                class="ds-input"
                name="parking"
                id={`parking-${each}`}
                checked={kind.value === each}
                onChange={() => choose(each)}
              />
              <label class="ds-label" data-weight="regular" for={`parking-${each}`}>
                {CHOICES[each]()}
              </label>
            </div>
          ))}
        </fieldset>
        <WordsBox
          id="parking"
          label={_("Your words")}
          value={text}
          limit={NOTE_LIMIT}
          rows={3}
          wanted
          onType={(typed) => memory.type(name, typed)}
          onSend={send}
        >
          {_("Read out or answered later, and in the minutes. Without table and name.")}
        </WordsBox>
        <Seen {...hint} />
        <div class="row">
          <button type="submit" class="ds-button" aria-disabled={!sendable(text, NOTE_LIMIT)}>
            {hint.held ? _("Send anyway") : _("Lay it aside")}
          </button>
          <Change {...hint} box="parking" />
          <button
            type="button"
            class="ds-button"
            data-variant="secondary"
            onClick={() => {
              parking.value = false;
            }}
          >
            {_("Back to the workshop")}
          </button>
        </div>
      </form>
      <OwnNotes title={_("Laid aside from this tablet")} notes={mine} open />
      <All />
    </section>
  );
}

/** What the hall has laid aside, where that is shown, and what was said of it. */
function All() {
  const all = Object.values(useTablet().parts.parked.value ?? {});
  return (
    <>
      {PARKINGS.map((kind) => {
        const some = all.filter((one) => one.kind === kind).sort((a, b) => (a.id < b.id ? -1 : 1));
        if (some.length === 0) return null;
        return (
          <section key={kind} class="stack" aria-label={parkingName(kind)}>
            <h2 class="ds-heading" data-size="xs">
              {parkingName(kind)}
            </h2>
            <ul class="notes">
              {some.map((one) => (
                <li key={one.id} class="ds-card note">
                  <p class={one.hidden ? "faint" : "words"}>{wordsOf(one)}</p>
                  {one.settled && (
                    <p>
                      <strong>{_("Answer")}:</strong> <span class="words">{one.settled}</span>
                    </p>
                  )}
                </li>
              ))}
            </ul>
          </section>
        );
      })}
    </>
  );
}
