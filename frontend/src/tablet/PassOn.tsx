// One tablet for several: when one is done it goes to the next, who begins afresh and sees nothing of
// what the one before chose.
import { _ } from "../i18n";
import { box, type OwnNote } from "./memory";
import { useTablet } from "./tablet";

interface Props {
  step: string;
  /** What this hand gave in the step besides a ballot. */
  notes?: OwnNote[];
  /** The box it writes in. */
  from?: string;
}

const KEPT: OwnNote["state"][] = ["stored", "withdrawn"];

export function PassOn({ step, notes = [], from = "" }: Props) {
  const { memory, outbox, parts } = useTablet();
  const table = parts.table.value;
  const hand = memory.hand(step);
  const ballot = memory.ballots.value[step];
  const given = ballot !== undefined || notes.length > 0;
  if (!table || !parts.now.value?.open || (table.tablets >= table.seats && hand === 0)) return null;

  function pass(): void {
    outbox.passOn(step, notes);
    document.querySelector("h1")?.focus();
    scrollTo(0, 0);
  }

  if (!given) {
    return (
      <p role="status" class="told">
        {hand > 0 &&
          _("What the one before you gave is stored, and cannot be seen here. Now it is you.")}
      </p>
    );
  }
  const unsent = [from, ...notes.map((note) => box.edit(note.id))].some((one) => memory.draft(one).trim());
  if ((ballot && ballot.state !== "stored") || notes.some(({ state }) => !KEPT.includes(state))) {
    return null;
  }
  return (
    <section class="ds-card stack" aria-labelledby="pass">
      <h2 class="ds-heading" data-size="xs" id="pass">
        {_("Do you share the tablet?")}
      </h2>
      {unsent ? (
        <p>{_("Some words are not sent yet. Send or delete them before you pass it on.")}</p>
      ) : hand + 1 < table.seats ? (
        <>
          <p>
            {_("It is stored. The next one begins afresh, and neither they nor you can see or change it on this tablet any more.")}
          </p>
          <button type="button" class="ds-button" data-variant="secondary" onClick={pass}>
            {_("Pass the tablet on")}
          </button>
        </>
      ) : (
        <p>{_("It is stored. As many have had the tablet as the table has seats.")}</p>
      )}
    </section>
  );
}
