// Laying something aside, from any step: a question to the chair, or what belongs elsewhere.
import { useSignal } from "@preact/signals";

import { _ } from "../../i18n";
import { parkingName, PARKINGS } from "../../plenary";
import type { Now, Parking as Kind } from "../../protocol";
import { wordsOf } from "../../words";
import { StepHeading } from "../Bits";
import { box } from "../memory";
import { OwnNotes } from "../OwnNotes";
import { useTablet } from "../tablet";
import { WordsForm } from "../WordsForm";

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
  const mine = memory.own.value.filter((note) => PARKINGS.map(questionOf).includes(note.question));

  function choose(chosen: Kind): void {
    memory.type(name, "");
    memory.type(box.alone(questionOf(chosen)), text);
    kind.value = chosen;
  }

  return (
    <section class="stack">
      <StepHeading step="parking">{_("Lay aside")}</StepHeading>
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
      <WordsForm
        id="parking"
        label={_("Your words")}
        help={_("Read out or answered later, and in the minutes. Without table and name.")}
        value={text}
        rows={3}
        wanted
        press={_("Lay it aside")}
        onType={(typed) => memory.type(name, typed)}
        onSend={() => outbox.write(name, questionOf(kind.value), "alone")}
        beside={
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
        }
      />
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
