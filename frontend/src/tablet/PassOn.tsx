// One tablet for several: when one is done it goes to the next, who begins afresh and sees nothing of
// what the one before chose.
import { useRef } from "preact/hooks";

import { _ } from "../i18n";
import { Small, stayNear } from "./Bits";
import { box, type OwnNote } from "./memory";
import { useTablet } from "./tablet";

interface Props {
  step: string;
  /** What this hand gave in the step besides a ballot. */
  notes?: OwnNote[];
  /** The boxes it writes in. */
  from?: string[];
}

const KEPT: OwnNote["state"][] = ["stored", "withdrawn"];

export function PassOn({ step, notes = [], from = [] }: Props) {
  const { looking, memory, outbox, parts } = useTablet();
  const place = useRef<HTMLElement>(null);
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
  const unsent = [...from, ...notes.map((note) => box.edit(note.id))].some((one) => memory.draft(one).trim());
  if ((ballot && ballot.state !== "stored") || notes.some(({ state }) => !KEPT.includes(state))) {
    return null;
  }
  // Other steps' notes stay in sight of whoever comes next.
  const seen = memory.own.value.filter((note) => note.state !== "here" && !notes.includes(note));
  return (
    <section ref={place} class="ds-card stack" aria-labelledby="pass">
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
          {seen.length > 0 && (
            <>
              <p>{_("The next one can open «My notes» and read what is written on this tablet. Take it along to your own phone first, or let the tablet forget it. It stays with the workshop.")}</p>
              <div class="row" onClick={() => stayNear(place)}>
                <Small onClick={() => (looking.value = true)}>{_("My notes")}</Small>
                <Small onClick={() => outbox.letGo(seen)}>
                  {_("Forget what I have written on this tablet")}
                </Small>
              </div>
            </>
          )}
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
