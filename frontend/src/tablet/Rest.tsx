// When there is nothing to write: before the beginning, in the break, and at the end.
import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";

import { clockText, remaining } from "../clock";
import { _ } from "../i18n";
import type { Now } from "../protocol";
import { StepHeading, stayNear, Told } from "./Bits";
import { OwnNotes } from "./OwnNotes";
import { Results } from "./Results";
import { useTablet } from "./tablet";

export function Before() {
  const { table, workshop } = useTablet().parts;
  return (
    <section class="stack narrow rest">
      <StepHeading step="">{_("Welcome to {table}", { table: table.value?.name ?? "" })}</StepHeading>
      <p>{workshop.value?.title}</p>
      <p>{_("The workshop begins in a moment. This page follows by itself: you need not do anything.")}</p>
    </section>
  );
}

export function Pause({ now }: { now: Now }) {
  const left = remaining(now);
  return (
    <section class="stack narrow rest">
      <StepHeading step={now.id}>{now.title || _("Break")}</StepHeading>
      {left !== null && left > 0 && <p class="digits huge">{clockText(left)}</p>}
      <p>{_("Stretch your legs. The tablet can lie where it is.")}</p>
    </section>
  );
}

export function End({ step }: { step: string }) {
  const { memory, parts } = useTablet();
  const prioritising = parts.prioritising.value;
  return (
    <section class="stack">
      <StepHeading step={step}>{_("Thank you for today")}</StepHeading>
      <p>
        {_("The administration now goes through every note. At the next workshop they come back and ask: have we understood you right?")}
      </p>
      {prioritising?.result && <Results prioritising={prioritising} result={prioritising.result} />}
      <OwnNotes title={_("Written on this tablet")} notes={memory.inOrder.value} open={false} />
      <Wipe />
    </section>
  );
}

function Wipe() {
  const { memory, session } = useTablet();
  const sure = useSignal(false);
  const failed = useSignal(false);
  const place = useRef<HTMLElement>(null);
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
      <Told
        words={
          failed.value ? _("It was not wiped. Clear the browser's data for this page instead.") : ""
        }
      />
      {sure.value ? (
        <div class="row" role="group" aria-label={_("Wipe this tablet?")}>
          <button
            type="button"
            class="ds-button"
            data-color="danger"
            onClick={() =>
              void memory.forget().then(
                () => session.close(),
                () => {
                  failed.value = true;
                },
              )
            }
          >
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
    <main class="stack narrow page">
      <h1 class="ds-heading" data-size="md">
        {_("The tablet is wiped")}
      </h1>
      <p>{_("Nothing from the workshop is left on it. You can close the page.")}</p>
    </main>
  );
}
