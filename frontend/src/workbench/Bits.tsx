// What the parts of the workbench are built of: a button that needs the server, and a bar for how sure.
import type { ComponentChildren } from "preact";

import { useBench } from "./bench";
import { sureWords } from "./told";

interface PressProps {
  onPress: () => void;
  children: ComponentChildren;
  id?: string;
  class?: string;
  variant?: "primary" | "secondary" | "tertiary";
  color?: "accent" | "neutral" | "danger";
  label?: string;
  /** The key that does the same in the list. */
  keys?: string;
  pressed?: boolean;
  /** It does something of the screen's own, and needs no server. */
  own?: boolean;
  disabled?: boolean;
}

/** Without a connection it can still be reached and read, but does nothing and says why. */
export function Press(props: PressProps) {
  const { able } = useBench();
  const idle = (!props.own && !able.value) || (props.disabled ?? false);
  return (
    <button
      type="button"
      id={props.id}
      class={`ds-button ${props.class ?? ""}`}
      data-size="sm"
      data-variant={props.variant ?? "secondary"}
      data-color={props.color ?? "neutral"}
      aria-label={props.label}
      aria-pressed={props.pressed}
      aria-disabled={idle}
      aria-describedby={able.value || props.own ? undefined : "away"}
      onClick={() => !idle && props.onPress()}
    >
      {props.children}
      {props.keys && <kbd aria-hidden="true">{props.keys}</kbd>}
    </button>
  );
}

/** How sure a hint is, as a word and as a bar. */
export function Sure({ confidence, sure }: { confidence: number; sure: number }) {
  return (
    <span class="sure">
      <span class="bar" aria-hidden="true">
        <span style={{ inlineSize: `${Math.round(confidence * 100)}%` }} />
      </span>
      {sureWords(confidence, sure)}
    </span>
  );
}
