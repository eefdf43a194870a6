// Writing, each for oneself: the question, a box, and the certainty that the note is safe.
import { useRef } from "preact/hooks";

import { until } from "../clock";
import { _ } from "../i18n";
import type { Now, Question } from "../protocol";
import { CopyButton, ProtectionLink, sendable, StepHeading, WordsBox } from "./Bits";
import { Change, Seen, useHint } from "./hints/Hint";
import { Marks } from "./Marks";
import { box } from "./memory";
import { NOTE_LIMIT, OwnNotes } from "./OwnNotes";
import { useTablet } from "./tablet";

export function Write({ now, question }: { now: Now; question: Question }) {
  const { memory, outbox } = useTablet();
  const name = box.alone(question.id);
  const text = memory.draft(name);
  const grace = !now.open && now.grace_until > 0 ? Math.ceil(until(now.grace_until) / 1000) : 0;
  const open = now.open || grace > 0;
  const area = useRef<HTMLFormElement>(null);
  const hint = useHint(text);
  const mine = memory.inOrder.value.filter((n) => n.question === question.id && !n.shared);

  function send(): void {
    if (!open || !sendable(text, NOTE_LIMIT) || !hint.passes()) return;
    outbox.write(name, question.id, "alone");
    area.current?.querySelector("textarea")?.focus();
  }

  return (
    <section class="stack">
      <StepHeading step={now.id}>{question.text}</StepHeading>
      {question.hint && <p class="hint">{question.hint}</p>}
      {open || text ? (
        <form
          ref={area}
          class="stack"
          onSubmit={(event) => {
            event.preventDefault();
            send();
          }}
        >
          {!now.open && <Closed text={text} grace={grace} />}
          <WordsBox
            id="note"
            label={_("Your note")}
            value={text}
            limit={NOTE_LIMIT}
            onType={(typed) => memory.type(name, typed)}
            onSend={send}
          >
            {_("Nobody can find out from this system who wrote it: not the person beside you, not the process leader, not IT. But what you write can give you away.")}{" "}
            <ProtectionLink />
          </WordsBox>
          <Seen {...hint} />
          {open ? (
            <div class="row">
              <button type="submit" class="ds-button big" aria-disabled={!sendable(text, NOTE_LIMIT)}>
                {hint.held ? _("Send anyway") : now.open ? _("Send the note") : _("Send now")}
              </button>
              <Change {...hint} box="note" />
            </div>
          ) : (
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
        </form>
      ) : (
        <p class="ds-alert" data-color="info">
          {_("The writing is over. What comes next shows here by itself.")}
        </p>
      )}
      <OwnNotes title={_("Your notes")} notes={mine} open={open} />
      <Marks step={now.id} />
    </section>
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
