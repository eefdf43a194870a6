// A button that asks the server for one thing, a question before it, and the answer beside it.
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";

import { _ } from "../i18n";
import type { Frame } from "../socket";
import { useDesk } from "./desk";

interface DoProps {
  /** Names the button, and the `Told` where its refusal is said. */
  place: string;
  /** What to ask; made when the button is pressed. Null: nothing to ask just now. */
  frame: () => Frame | null;
  children: ComponentChildren;
  class?: string;
  id?: string;
  variant?: "primary" | "secondary" | "tertiary";
  color?: "accent" | "neutral" | "danger";
  label?: string | undefined;
  /** False for the moment in which a press would be the second half of a double one. */
  ready?: boolean;
  pressed?: boolean;
  /** The key on the keyboard that presses it, as in `Shortcuts`. */
  keys?: string | undefined;
  after?: () => void;
}

/** Without a connection it can still be reached and read, but does nothing and says why. */
export function Do(props: DoProps) {
  const desk = useDesk();
  const { place, frame, after, ready = true } = props;

  async function press() {
    const asked = ready && frame();
    if (asked && (await desk.ask(place, asked))) after?.();
  }

  return (
    <button
      type="button"
      id={props.id}
      class={`ds-button ${props.class ?? ""}`}
      data-variant={props.variant ?? "secondary"}
      data-color={props.color ?? "accent"}
      aria-label={props.label}
      aria-pressed={props.pressed}
      aria-keyshortcuts={props.keys}
      aria-disabled={!desk.able.value || !ready}
      aria-describedby={desk.able.value ? undefined : "away"}
      aria-busy={desk.busy.value === place}
      onClick={() => void press()}
    >
      {props.children}
    </button>
  );
}

/** Where the refusal of a button is read out. Always there, so that it is noticed when it fills. */
export function Told({ place }: { place: string }) {
  const { told } = useDesk();
  const text = told.value?.place === place ? told.value.text : "";
  return (
    <div role="status" class="told">
      {text && (
        <p class="ds-alert" data-color="warning">
          {text}
        </p>
      )}
    </div>
  );
}

interface ConfirmProps {
  question: string;
  yes: ComponentChildren;
  no?: string | undefined;
  /** Close the question again; whoever opened it takes the focus back. */
  cancel: () => void;
}

/** A question in place, not a box over the page. The focus comes to it; Escape leaves it. */
export function Confirm({ question, yes, no, cancel }: ConfirmProps) {
  const group = useRef<HTMLDivElement>(null);
  useEffect(() => group.current?.focus(), []);
  return (
    <div
      ref={group}
      role="group"
      aria-label={question}
      tabIndex={-1}
      class="confirm"
      onKeyDown={(event) => event.key === "Escape" && cancel()}
    >
      <p>{question}</p>
      <div class="row">
        {yes}
        <button type="button" class="ds-button" data-variant="secondary" onClick={cancel}>
          {no ?? _("No, stay here")}
        </button>
      </div>
    </div>
  );
}
