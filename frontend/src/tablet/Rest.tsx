// When there is nothing to write: before the beginning, in the break, and at the end.
import { clockText, remaining } from "../clock";
import { stepName } from "../control/kinds";
import { _, fromBase } from "../i18n";
import type { Now } from "../protocol";
import { ProtectionLink, StepHeading } from "./Bits";
import { Fetched } from "./later";
import { Keeping } from "./Mine";
import { useTablet } from "./tablet";

export function Before() {
  const { table, workshop } = useTablet().parts;
  return (
    <section class="stack narrow rest">
      <StepHeading step="">{_("Welcome to {table}", { table: table.value?.name ?? "" })}</StepHeading>
      <p>{workshop.value?.title}</p>
      <p>{_("The workshop has not begun yet. This page follows by itself: you need not do anything.")}</p>
      <p>
        {_("You need no account, and nobody asks for your name.")} <ProtectionLink />
      </p>
    </section>
  );
}

/** Somebody speaks from the front. */
export function Intro({ now }: { now: Now }) {
  return (
    <section class="stack narrow rest">
      <StepHeading step={now.id}>{stepName(now)}</StepHeading>
      <p>{_("Listen for a while. The tablet can rest, and follows by itself.")}</p>
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
  const now = parts.now.value;
  const { ended = false, title = "", number = 1, of = 1 } = parts.workshop.value ?? {};
  if (ended && !memory.device.value.accepted) return <Over title={title} />;
  return (
    <section class="stack">
      <StepHeading step={step}>{_("Thank you for today")}</StepHeading>
      <p>
        {number < of
          ? _("The administration now goes through every note. At the next workshop they come back and ask: have we understood you right?")
          : _("The administration now goes through every note.")}
      </p>
      {now && parts.prioritising.value?.result && <Fetched name="Outcome" now={now} />}
      {now && parts.verification.value && <Fetched name="Verified" now={now} />}
      <Keeping />
      {ended && <Elsewhere />}
    </section>
  );
}

/** Somebody came by a code from another day. */
function Over({ title }: { title: string }) {
  return (
    <section class="stack narrow rest">
      <StepHeading step="over">{_("This workshop is over")}</StepHeading>
      <p>{title}</p>
      <Elsewhere />
    </section>
  );
}

function Elsewhere() {
  return (
    <a class="ds-link" href={fromBase("b").href}>
      {_("At another workshop today? Type the code that stands on your table's card")}
    </a>
  );
}
