// What somebody writes and sends, in whatever step: the box, the calm word about who may be
// recognised in it, and the button.
import type { ComponentChildren } from "preact";

import { _ } from "../i18n";
import { over, WordsBox, type WordsBoxProps } from "./Bits";
import { Change, Seen, useHint } from "./hints/Hint";

const NOTE_LIMIT = 2000;

interface Props extends Omit<WordsBoxProps, "limit"> {
  /** What becomes of the words. */
  help?: ComponentChildren;
  /** What they are to replace: about who is in it, its writer has decided. */
  old?: string;
  /** They may be left out. */
  optional?: boolean;
  /** Whether words are taken just now. If not, they stand in the box and cannot be sent. */
  open?: boolean;
  /** On the button. */
  press: string;
  look?: "big" | "secondary";
  onSend: () => void;
  /** Beside the button. What is between the box and the button are the children. */
  beside?: ComponentChildren;
}

export function WordsForm(props: Props) {
  const { help, old, optional, open = true, press, look, onSend, beside, children, ...box } = props;
  const hint = useHint(box.value, old);
  const ready = (optional || box.value.trim() !== "") && over(box.value, NOTE_LIMIT) === 0;

  function send(): void {
    if (open && ready && hint.passes()) onSend();
  }

  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <WordsBox {...box} limit={NOTE_LIMIT} onSend={send}>
        {help}
      </WordsBox>
      <Seen {...hint} />
      {children}
      {open && (
        <div class="row">
          <button
            type="submit"
            class={look === "big" ? "ds-button big" : "ds-button"}
            data-variant={look === "secondary" && look}
            aria-disabled={!ready}
          >
            {hint.held ? _("Send anyway") : press}
          </button>
          <Change {...hint} box={box.id} />
          {beside}
        </div>
      )}
    </form>
  );
}
