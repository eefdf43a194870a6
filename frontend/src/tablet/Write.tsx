// Writing, each for oneself: the question, a box, and the certainty that the note is safe.
import { type Signal, useSignal } from "@preact/signals";

import { until } from "../clock";
import { _, ngettext } from "../i18n";
import type { Now, Question } from "../protocol";
import { CopyButton, ProtectionLink, StepHeading } from "./Bits";
import { Marks } from "./Marks";
import { box } from "./memory";
import { OwnNotes, sum } from "./OwnNotes";
import { useTablet } from "./tablet";
import { WordsForm } from "./WordsForm";

export function Write({ now, question }: { now: Now; question: Question }) {
  const { memory, outbox } = useTablet();
  const name = box.alone(question.id);
  const text = memory.draft(name);
  const grace = !now.open && now.grace_until > 0 ? Math.ceil(until(now.grace_until) / 1000) : 0;
  const open = now.open || grace > 0;
  const mine = memory.own.value.filter((n) => n.question === question.id && !n.shared).reverse();
  const paper = useSignal<Typing>("");

  function send(): void {
    outbox.write(name, question.id, paper.value ? "paper" : "alone");
    if (paper.value) paper.value = "used";
    document.getElementById("note")?.focus();
  }

  return (
    <section class="stack">
      <StepHeading step={now.id}>{question.text}</StepHeading>
      {question.hint && <p class="hint">{question.hint}</p>}
      {!now.open && <Closed text={text} grace={grace} />}
      {(open || text) && (
        <WordsForm
          id="note"
          label={_("Your note")}
          help={
            <>
              {_("Nobody can find out from this system who wrote it: not the person beside you, not the process leader, not IT. But what you write can give you away.")}{" "}
              <ProtectionLink />
            </>
          }
          value={text}
          answers
          open={open}
          press={now.open ? _("Send the note") : _("Send now")}
          look="big"
          onType={(typed) => memory.type(name, typed)}
          onSend={send}
          beside={
            open && (
              <p role="status" class="sum">
                {mine.length > 0 && sum(mine)}
              </p>
            )
          }
        >
          {!open && (
            <div class="row">
              <button
                type="button"
                class="ds-button"
                onClick={() => outbox.write(name, question.id, "here")}
              >
                {_("Keep as my own note")}
              </button>
              <CopyButton text={text} />
            </div>
          )}
        </WordsForm>
      )}
      {open && <Paper on={paper} question={question.id} />}
      <OwnNotes title={_("Your notes")} notes={mine} open={open} />
      <Marks step={now.id} />
    </section>
  );
}

/** In from paper: not, so it is asked, or some of it is sent. */
type Typing = "" | "on" | "used";

/** For a table with fewer tablets than people: a slip of paper that somebody types in. */
function Paper({ on, question }: { on: Signal<Typing>; question: string }) {
  const { memory, parts } = useTablet();
  const { tablets = 0, seats = 0 } = parts.table.value ?? {};
  const left = memory.inOrder.value.filter((n) => n.passed && n.question === question).length;
  if (tablets >= seats && !on.value) return null;
  return (
    <div class="ds-field">
      <input
        type="checkbox"
        class="ds-input"
        id="paper"
        checked={on.value !== ""}
        onChange={(event) => {
          on.value = event.currentTarget.checked ? "on" : "";
        }}
      />
      <label class="ds-label" data-weight="regular" for="paper">
        {_("We share the tablet, or I type in from paper")}
      </label>
      {on.value && (
        <p data-field="description">
          {_("The tablet forgets each note as soon as it is stored: the next one cannot see it here, and nobody can follow or change it from this tablet.")}
        </p>
      )}
      <p role="status" class="told">
        {left > 0
          ? ngettext("{n} waits to be sent", "{n} wait to be sent", left)
          : on.value === "used" && _("Stored, and forgotten here. The box is free for the next.")}
      </p>
    </div>
  );
}

function Closed({ text, grace }: { text: string; grace: number }) {
  if (grace > 0) {
    return (
      <div class="ds-alert" data-color="warning">
        <p role="alert">{_("A few seconds more: send what you have!")}</p>
        <p class="digits" aria-hidden="true">
          {grace}
        </p>
      </div>
    );
  }
  return (
    <p class="ds-alert" data-color="info" role="status">
      {text
        ? _("The writing is over. Your words are still here. They are not sent.")
        : _("The writing is over. What comes next shows here by itself.")}
    </p>
  );
}
