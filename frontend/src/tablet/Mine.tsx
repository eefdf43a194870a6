// "My notes": what was written on this tablet, how it is taken along, and how the tablet is left.
import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";

import { _, fromBase, ngettext } from "../i18n";
import { stayNear, StepHeading, Told } from "./Bits";
import { HOURS } from "./borrowed";
import { OwnNotes } from "./OwnNotes";
import { useTablet } from "./tablet";

export function Mine() {
  const { looking, memory } = useTablet();
  return (
    <section class="stack">
      <StepHeading step="mine">{_("My notes")}</StepHeading>
      <button
        type="button"
        class="ds-button"
        data-variant="secondary"
        onClick={() => {
          looking.value = false;
        }}
      >
        {_("Back to the workshop")}
      </button>
      {memory.own.value.length === 0 && <p>{_("Nothing has been written on this tablet.")}</p>}
      <Keeping />
    </section>
  );
}

/** What is on the tablet, and the two ways from there. Also the end of the workshop shows it. */
export function Keeping() {
  const { memory } = useTablet();
  return (
    <>
      <OwnNotes title={_("Written on this tablet")} notes={memory.own.value} open={false} />
      {memory.own.value.some((note) => note.stored !== null) && <TakeAlong />}
      <Finish />
    </>
  );
}

// ---------------------------------------------------------------- to one's own phone

type Codes = typeof import("./Codes").Codes;

/** The codes are shown when asked for: whoever scans them knows which notes are whose. */
function TakeAlong() {
  const { memory, page, parts } = useTablet();
  const { own } = memory.device.value;
  const shown = useSignal<{ Codes: Codes } | null>(null);
  const failed = useSignal(false);
  const ended = parts.workshop.value?.ended === true;

  function show(): void {
    failed.value = false;
    import("./Codes").then(
      ({ Codes }) => {
        shown.value = { Codes };
      },
      () => {
        failed.value = true;
      },
    );
  }

  return (
    <section class="ds-card stack" aria-labelledby="take-along">
      <h2 class="ds-heading" data-size="xs" id="take-along">
        {_("Take your notes along")}
      </h2>
      <p>
        {_("On your own phone you can see that they stand in the minutes as you wrote them. The code holds no words and no name, and the server does not see it.")}
      </p>
      {ended && own && (
        <a class="ds-button" href={fromBase("mine").href}>
          {_("See whether they stand in the minutes")}
        </a>
      )}
      {shown.value ? (
        <shown.value.Codes notes={memory.own.value} page={page} />
      ) : (
        <>
          <p>{_("Whoever scans it can see which notes are yours, so show it to your own phone only.")}</p>
          <button
            type="button"
            class="ds-button"
            data-variant={ended && own ? "secondary" : undefined}
            onClick={show}
          >
            {_("Show the code")}
          </button>
        </>
      )}
      <Told words={failed.value ? _("It could not be fetched just now. Try again in a moment.") : ""} />
      {!ended && <p class="faint">{_("If you write more, or change something, scan once more.")}</p>}
      <div class="ds-field">
        <input
          type="checkbox"
          class="ds-input"
          id="own"
          checked={own}
          onChange={(event) => memory.setDevice({ own: event.currentTarget.checked })}
        />
        <label class="ds-label" data-weight="regular" for="own">
          {_("This is my own device: remember my notes here")}
        </label>
      </div>
    </section>
  );
}

// ---------------------------------------------------------------- leaving

function Finish() {
  const { memory } = useTablet();
  const sure = useSignal(false);
  const failed = useSignal(false);
  const place = useRef<HTMLElement>(null);
  const unsent = memory.unsent.value;

  function wipe(): void {
    memory.forget().catch(() => {
      failed.value = true;
    });
  }

  return (
    <section
      ref={place}
      class="ds-card stack"
      aria-labelledby="wipe"
      onClick={() => stayNear(place)}
    >
      <h2 class="ds-heading" data-size="xs" id="wipe">
        {_("A borrowed tablet?")}
      </h2>
      <p>
        {_("Your notes are remembered on this tablet only. When it is wiped, nobody can find them here any more. What you sent stays with the workshop.")}
      </p>
      {!memory.device.value.own && (
        <p>
          {ngettext(
            "If you forget it, the tablet is wiped by itself {n} hour after the end of the workshop, or when it joins another.",
            "If you forget it, the tablet is wiped by itself {n} hours after the end of the workshop, or when it joins another.",
            HOURS,
          )}
        </p>
      )}
      <Told
        words={
          failed.value ? _("It was not wiped. Clear the browser's data for this page instead.") : ""
        }
      />
      {sure.value ? (
        <div class="stack" role="group" aria-labelledby="sure">
          <p id="sure">
            <strong>{_("Wipe this tablet?")}</strong>
          </p>
          {unsent > 0 && (
            <p class="ds-alert" data-color="warning" role="alert">
              {ngettext(
                "{n} note or change is not sent. It is lost for good if you wipe.",
                "{n} notes or changes are not sent. They are lost for good if you wipe.",
                unsent,
              )}
            </p>
          )}
          <div class="row">
            <button type="button" class="ds-button" data-color="danger" onClick={wipe}>
              {_("Yes, wipe it")}
            </button>
            <button
              type="button"
              class="ds-button"
              data-variant="secondary"
              onClick={() => {
                sure.value = false;
              }}
            >
              {_("No, keep it")}
            </button>
          </div>
        </div>
      ) : (
        <button
          type="button"
          class="ds-button"
          data-variant="secondary"
          onClick={() => {
            sure.value = true;
          }}
        >
          {_("Finish and wipe from this tablet")}
        </button>
      )}
    </section>
  );
}

export function Wiped() {
  return (
    <main class="stack narrow page rest">
      <h1 class="ds-heading" data-size="md">
        {_("The tablet is wiped")}
      </h1>
      <p>{_("Nothing of what you wrote is left on it. The next person can begin here.")}</p>
      <button type="button" class="ds-button" data-variant="secondary" onClick={() => location.reload()}>
        {_("Begin")}
      </button>
    </main>
  );
}
