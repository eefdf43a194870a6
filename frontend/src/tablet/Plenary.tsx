// Plenary: what is up on the wall, the table's own statement, and the notes for who wants them.
import { _ } from "../i18n";
import type { Now } from "../protocol";
import { StepHeading } from "./Bits";
import { HallNotes } from "./NoteList";
import { Said } from "./Statement";
import { useTablet } from "./tablet";

export function Plenary({ now }: { now: Now }) {
  const { parts } = useTablet();
  const shown = parts.shown.value ?? [];
  const own = parts.statement.value;
  const all = { ...parts.own_notes.value, ...parts.hall_notes.value };
  return (
    <section class="stack">
      <StepHeading step={now.id}>{now.question?.text ?? _("Plenary")}</StepHeading>
      {shown.length === 0 ? (
        <p class="ds-alert" data-color="info">
          {_("The tables' answers come up one at a time.")}
        </p>
      ) : (
        <div class="stack" aria-live="polite">
          {shown.map((said) => (
            <section key={said.table} class="ds-card stack shown">
              <h2 class="ds-heading" data-size="xs">
                {said.name}
              </h2>
              <Said said={said} />
            </section>
          ))}
        </div>
      )}
      {own !== null && (
        <section class="ds-card stack" data-variant="tinted">
          <h2 class="ds-heading" data-size="xs">
            {_("Your table's answer")}
          </h2>
          <Said said={own} />
        </section>
      )}
      <HallNotes title={_("All notes on this ({n})", { n: Object.keys(all).length })} cards={all} />
    </section>
  );
}
