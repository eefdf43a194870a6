// Small pieces that several of the tablet's steps are made of.
import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";

import { _, fromBase, language } from "../i18n";
import type { Answer } from "../socket";
import { pressedWords } from "../words";
import { useTablet } from "./tablet";

const PATHS = {
  check: "M5 13l4.5 4.5L19 7.5",
  wait: "M12 7v5l3.5 2M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18",
  warn: "M12 4 2.5 20h19zM12 10v4.5M12 17.4v.1",
  on: "M4.5 10a11 11 0 0 1 15 0M7.5 13.5a6.5 6.5 0 0 1 9 0M12 17.5v.1",
  off: "M4.5 10a11 11 0 0 1 4-2.4M19.5 10a11 11 0 0 0-6-2.9M4 4l16 16M12 17.5v.1",
  back: "M8 5 4 9l4 4M4 9h9.5a5.5 5.5 0 0 1 0 11H9",
  here: "M7 3h10v18H7zM11 18h2",
};

export function Icon({ name }: { name: keyof typeof PATHS }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}

/** The step's heading. It takes the focus when the step is new, but never from somebody typing. */
export function StepHeading({ step, children }: { step: string; children: ComponentChildren }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (document.activeElement?.matches("textarea, input")) return;
    heading.current?.focus({ preventScroll: true });
    scrollTo(0, 0);
  }, [step]);
  return (
    <h1 class="ds-heading" data-size="md" id="step" ref={heading} tabIndex={-1}>
      {children}
    </h1>
  );
}

export interface WordsBoxProps {
  id: string;
  label: string;
  value: string;
  limit: number;
  rows?: number;
  onType: (text: string) => void;
  onSend?: () => void;
  /** The writer asked for this box: the focus goes into it. */
  wanted?: boolean;
  /** It answers the step's heading: whoever comes straight to the box hears what is asked. */
  answers?: boolean;
  children?: ComponentChildren;
}

/** How many characters are too many. Nothing is cut: the writer shortens it. */
export function over(text: string, limit: number): number {
  return Math.max(0, [...text.trim()].length - limit);
}

/** A labelled box to write in, with a counter that speaks up when it nears the limit. */
export function WordsBox(props: WordsBoxProps) {
  const { id, label, value, limit, rows = 5, onType, onSend, wanted, answers, children } = props;
  const area = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    if (wanted) area.current?.focus();
  }, []);
  const length = [...value.trim()].length;
  const tooLong = over(value, limit);
  return (
    <div class="ds-field">
      <label class="ds-label" for={id}>
        {label}
      </label>
      {children && (
        <p data-field="description" id={`${id}-help`}>
          {children}
        </p>
      )}
      <textarea
        id={id}
        ref={area}
        class="ds-input"
        rows={rows}
        value={value}
        aria-invalid={tooLong > 0}
        aria-describedby={`${answers ? "step " : ""}${children ? `${id}-help ` : ""}${id}-count`}
        onInput={(event) => onType(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || !onSend) return;
          event.preventDefault();
          onSend();
        }}
      />
      <p id={`${id}-count`} class="count" role={length > limit * 0.9 ? "status" : undefined}>
        {tooLong > 0
          ? _("{n} characters too many. Nothing is lost: shorten it a little.", { n: tooLong })
          : _("{n} of {limit} characters", { n: length, limit })}
      </p>
    </div>
  );
}

/** For what is asked on the table's behalf: `told` is what to say when it did not come about. */
export function useTold() {
  const told = useSignal("");
  async function tell(asked: Promise<Answer>): Promise<void> {
    told.value = "";
    const answer = await asked;
    if (answer.t === "refused") told.value = pressedWords(answer.code);
    if (answer.t === "away") told.value = _("No connection just now. Try again in a moment.");
  }
  return { tell, told };
}

/** Why words that are under way are not stored yet; `usual` where nothing is in the way. */
export function useDelay(usual: string): string {
  const { parts, session } = useTablet();
  if (session.status.value !== "on") {
    return _("Not sent yet. It goes by itself when the connection is back.");
  }
  return parts.trouble.value
    ? _("Not stored yet. It goes by itself when the server can store again.")
    : usual;
}

/** Where a pressed button goes away, the focus stays near: on the first button in `place`. */
export function stayNear(place: { current: HTMLElement | null }): void {
  requestAnimationFrame(() => {
    if (document.activeElement === document.body) place.current?.querySelector("button")?.focus();
  });
}

export function Told({ words }: { words: string }) {
  return (
    <p role="status" class="told">
      {words}
    </p>
  );
}

/** The page on it all, beside the screen: what is typed here stays. */
export function ProtectionLink() {
  return (
    <a
      class="ds-link"
      href={fromBase(`vern?lang=${language.value}`).href}
      target="_blank"
      rel="noopener"
    >
      {_("How you are protected (opens in a new tab)")}
    </a>
  );
}

/** A button of the second rank. */
export function Small({ onClick, children }: { onClick: () => void; children: ComponentChildren }) {
  return (
    <button type="button" class="ds-button" data-variant="tertiary" onClick={onClick}>
      {children}
    </button>
  );
}

export function CopyButton({ text }: { text: string }) {
  const copied = useSignal(false);
  return (
    <Small
      onClick={() => {
        copied.value = copy(text);
      }}
    >
      <span aria-live="polite">{copied.value ? _("Copied") : _("Copy the words")}</span>
    </Small>
  );
}

/** By the old way, for on plain http there is no clipboard to write to. */
function copy(text: string): boolean {
  const before = document.activeElement;
  const area = document.createElement("textarea");
  area.value = text;
  area.className = "ds-sr-only";
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  if (before instanceof HTMLElement) before.focus();
  return done;
}
