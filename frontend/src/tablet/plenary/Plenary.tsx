// The plenary on the tablet: what is up on the wall, what is said for and against it, the wording in
// common, and all that was heard before. Fetched apart (`later.tsx`).
import { _, ngettext } from "../../i18n";
import { statementOf } from "../../plenary";
import type { Now, Said as Statement } from "../../protocol";
import { StepHeading } from "../Bits";
import { HallNotes } from "../NoteList";
import { Said } from "../Statement";
import { useTablet } from "../tablet";
import { Arguments } from "./Arguments";
import { Proposal, Wording } from "./Wording";

export function Plenary({ now }: { now: Now }) {
  const { parts } = useTablet();
  const shown = parts.shown.value ?? [];
  const up = new Set(shown.map(({ table }) => table));
  const before = Object.values(parts.statements.value ?? {}).filter(({ table }) => !up.has(table));
  const own = parts.statement.value;
  const all = { ...parts.own_notes.value, ...parts.hall_notes.value };
  return (
    <section class="stack">
      <StepHeading step={now.id}>{now.question?.text ?? _("Plenary")}</StepHeading>
      {shown.length === 0 && before.length === 0 && (
        <p class="ds-alert" data-color="info">
          {_("The tables' answers come up one at a time.")}
        </p>
      )}
      <Wording now={now} />
      {shown.map((said) => (
        <Heard key={said.table} said={said} open={now.open} />
      ))}
      {now.open && <Proposal />}
      {own !== null && (
        <section class="ds-card stack" data-variant="tinted">
          <h2 class="ds-heading" data-size="xs">
            {_("Your table's answer")}
          </h2>
          <Said said={own} />
        </section>
      )}
      {before.length > 0 && (
        <details class="ds-details" data-variant="default">
          <summary>
            {ngettext("Shown before: {n} answer", "Shown before: {n} answers", before.length)}
          </summary>
          <div class="stack">
            {before.map((said) => (
              <Heard key={said.table} said={said} open={now.open} />
            ))}
          </div>
        </details>
      )}
      <HallNotes title={_("All notes on this ({n})", { n: Object.keys(all).length })} cards={all} />
    </section>
  );
}

/** A statement the hall has had before it, with what is said for and against. */
function Heard({ said, open }: { said: Statement; open: boolean }) {
  const title = `heard-${said.table}`;
  return (
    <section class="ds-card stack shown" aria-labelledby={title}>
      <h2 class="ds-heading" data-size="xs" id={title}>
        {said.name}
      </h2>
      {said.text || said.dissent ? (
        <Said said={said} />
      ) : (
        <p class="faint">{_("The table took back what it had written.")}</p>
      )}
      <Arguments about={statementOf(said)} name={said.name} open={open && said.text !== ""} />
    </section>
  );
}
