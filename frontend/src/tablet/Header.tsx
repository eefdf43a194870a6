// The line on top: which table, which step, how long, whether the words get through, and in which
// language.
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";

import { clockText, clockWords, remaining } from "../clock";
import { stepName } from "../control/kinds";
import { _, language, setLanguage } from "../i18n";
import { Ring } from "../Ring";
import type { Status } from "../socket";
import { Icon } from "./Bits";
import { useTablet } from "./tablet";

const LANGUAGES = { nb: "Bokmål", nn: "Nynorsk", en: "English", se: "Davvisámegiella" };

export function Header() {
  const { now, table, workshop } = useTablet().parts;
  const step = now.value;
  return (
    <header class="top">
      <div class="where">
        <p class="table-name">{table.value?.name}</p>
        {step && (
          <p class="step-name">
            {_("{no} of {count}: {step}", {
              no: step.no,
              count: step.count,
              step: stepName(step),
            })}
          </p>
        )}
        {workshop.value?.rehearsal && (
          <p class="ds-tag" data-color="warning">{_("Practice – nothing here gets into the minutes")}</p>
        )}
      </div>
      <Clock />
      <Connection />
      <LayAside />
      <MyNotes />
      <Language />
    </header>
  );
}

function Clock() {
  const now = useTablet().parts.now.value;
  const left = remaining(now);
  if (left === null || now === null) return null;
  return (
    <p class="clock">
      <Ring now={now} />
      {left > 0 && <span class="digits">{clockText(left)}</span>}
      <span class={left > 0 && now.left === null ? "ds-sr-only" : ""}>{clockWords(now)}</span>
    </p>
  );
}

const SAY_AFTER = 1_500;

/** Most breaks are over before anybody needs to know of them. */
function Connection() {
  const { status } = useTablet().session;
  const shown = useSignal<Status>(status.value);
  const actual = status.value;
  useEffect(() => {
    const later = setTimeout(
      () => {
        shown.value = actual;
      },
      actual === "away" ? SAY_AFTER : 0,
    );
    return () => clearTimeout(later);
  }, [actual]);
  return (
    <p class="connection" data-status={shown.value} aria-live="polite">
      <Icon name={shown.value === "on" ? "on" : "off"} />
      <span>{connectionWords(shown.value)}</span>
    </p>
  );
}

function connectionWords(status: Status): string {
  switch (status) {
    case "on":
      return _("Connected");
    case "connecting":
      return _("Connecting …");
    case "away":
      return _("Connecting – your words are safe");
    case "refused":
      return _("Not connected");
  }
}

/** What comes up at the wrong time: it can be laid aside whenever it does. */
function LayAside() {
  const { looking, memory, parking, parts } = useTablet();
  if (!parts.now.value || parts.workshop.value?.ended || !memory.device.value.accepted) return null;
  return (
    <button
      type="button"
      class="ds-button"
      data-variant="tertiary"
      aria-pressed={parking.value}
      onClick={() => {
        looking.value = false;
        parking.value = !parking.value;
      }}
    >
      {_("Lay aside")}
    </button>
  );
}

/** At the end they are on the screen anyhow. */
function MyNotes() {
  const { looking, parts } = useTablet();
  if (parts.workshop.value === null || parts.workshop.value.ended) return null;
  return (
    <button
      type="button"
      class="ds-button"
      data-variant="tertiary"
      aria-pressed={looking.value}
      onClick={() => {
        looking.value = !looking.value;
      }}
    >
      {_("My notes")}
    </button>
  );
}

function Language() {
  const { memory } = useTablet();
  const failed = useSignal(false);
  return (
    <div class="language">
      <label class="ds-sr-only" for="language">
        {_("Language")}
      </label>
      <select
        id="language"
        class="ds-input"
        value={language.value}
        onChange={(event) => {
          const chosen = event.currentTarget.value;
          event.currentTarget.value = language.value; // until it is here
          failed.value = false;
          setLanguage(chosen).then(
            () => memory.setDevice({ language: chosen }),
            () => {
              failed.value = true;
            },
          );
        }}
      >
        {Object.entries(LANGUAGES).map(([code, name]) => (
          <option key={code} value={code} lang={code}>
            {name}
          </option>
        ))}
      </select>
      {failed.value && <p role="status">{_("The language could not be fetched just now.")}</p>}
    </div>
  );
}
