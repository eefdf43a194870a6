// People change tables: where each goes, and how the tablet goes along. Also for a table that is
// disbanded.
import { useRef } from "preact/hooks";

import { stepName } from "../control/kinds";
import { _, fromBase } from "../i18n";
import { type Place, usePlaces } from "../neighbours";
import type { Now } from "../protocol";
import type { Answer } from "../socket";
import { Small, StepHeading, stayNear, Told, useTold } from "./Bits";
import { type Tablet, useTablet } from "./tablet";

/** Take a seat at another table, with all that is written here. The address follows, so that a page
 * that is loaded anew is there too. */
async function change(tablet: Tablet, table: number, step: string): Promise<Answer> {
  const { memory, pen, session } = tablet;
  if (pen.mine.peek()) {
    const laid = await pen.move("lay");
    if (laid.t === "away") return laid;
  }
  const answer = await session.send({ t: "move", table });
  if (answer.t === "moved") {
    memory.sitDownAt(answer.code);
    memory.setDevice({ came: step });
    history.replaceState(null, "", fromBase(`b/${answer.code}`));
    session.joinBy(answer.code);
  }
  return answer;
}

export function Round({ now }: { now: Now }) {
  const { memory, parts } = useTablet();
  const here = parts.table.value;
  const { came: cameIn, table: code } = memory.device.value;
  const came = cameIn === now.id;
  const places = usePlaces(code && `b/${code}`);
  if (here === null) return null;
  return (
    <section class="stack">
      <StepHeading step={`${now.id} ${came}`}>
        {came ? _("The tablet is at {table} now", { table: here.name }) : stepName(now)}
      </StepHeading>
      {here.disbanded && (
        <p class="ds-alert" data-color="info">
          {_("The table is disbanded. Choose a new one")}
        </p>
      )}
      {now.cafe && (
        <p>{_("The host stays at the table, and so does what the table wrote: the next group builds on it.")}</p>
      )}
      {code === "" ? (
        <p>{_("At each table its people read here by name where they are to sit.")}</p>
      ) : places === null ? (
        <p class="rest turning">{_("One moment …")}</p>
      ) : came ? (
        <>
          <p>{_("What you wrote came along, and is under «My notes». The table you left cannot see it as its own.")}</p>
          <details class="ds-details" data-variant="default">
            <summary>{_("It should be at another table")}</summary>
            <div>
              <Choose tables={places.tables} step={now.id} />
            </div>
          </details>
        </>
      ) : places.tables.some(({ people }) => people.length > 0) ? (
        <>
          <h2 class="ds-heading" data-size="sm">
            {_("From {table}:", { table: here.name })}
          </h2>
          <Ways tables={places.tables} standing={places.standing} step={now.id} />
          <Staying />
        </>
      ) : (
        <>
          <p class="find">{_("Find a new table, with people you have not talked with yet.")}</p>
          <p>{_("Nobody has laid a seating for this. Does the tablet go along? Choose its new table:")}</p>
          <Choose tables={places.tables} step={now.id} />
          <Staying />
        </>
      )}
    </section>
  );
}

/** Who goes where, the one who stays last. */
function Ways({ tables, standing, step }: { tables: Place[]; standing: string[]; step: string }) {
  const here = useTablet().parts.table.value?.no;
  const to = tables.filter(({ no, people }) => people.length > 0 && no !== here);
  const stay = tables.find(({ no }) => no === here)?.people ?? [];
  return (
    <ul class="ways">
      {to.map((table) => (
        <li key={table.no} class="ds-card stack">
          <h3>
            <span aria-hidden="true">→ </span>
            {table.name}
          </h3>
          <Names people={table.people} />
          <Along table={table} step={step} />
        </li>
      ))}
      {stay.length > 0 && (
        <li class="ds-card stack">
          <h3>{_("Stay here")}</h3>
          <Names people={stay} />
        </li>
      )}
      {standing.length > 0 && (
        <li class="ds-card stack">
          <h3>{_("Have no seat yet: find a free chair")}</h3>
          <Names people={standing} />
        </li>
      )}
    </ul>
  );
}

function Names({ people }: { people: string[] }) {
  return (
    <ul class="people">
      {people.map((name, i) => (
        <li key={i}>
          <bdi>{name}</bdi>
        </li>
      ))}
    </ul>
  );
}

function Along({ table, step }: { table: Place; step: string }) {
  const tablet = useTablet();
  const { tell, told } = useTold();
  return (
    <div>
      <button
        type="button"
        class="ds-button"
        data-variant="secondary"
        onClick={() => void tell(change(tablet, table.no, step))}
      >
        {_("The tablet goes along to {table}", { table: table.name })}
      </button>
      <Told words={told.value} />
    </div>
  );
}

/** Every table in use but this one, each a tap away. */
function Choose({ tables, step }: { tables: Place[]; step: string }) {
  const tablet = useTablet();
  const here = tablet.parts.table.value?.no;
  const { tell, told } = useTold();
  return (
    <div class="stack">
      <ul class="choose">
        {tables
          .filter(({ no }) => no !== here)
          .map(({ no, name }) => (
            <li key={no}>
              <button
                type="button"
                class="ds-button big"
                data-variant="secondary"
                onClick={() => void tell(change(tablet, no, step))}
              >
                {name}
              </button>
            </li>
          ))}
      </ul>
      <Told words={told.value} />
    </div>
  );
}

/** Others sit down at it: they are not to find what was written here. */
function Staying() {
  const { looking, memory, outbox, parts } = useTablet();
  const place = useRef<HTMLElement>(null);
  const notes = memory.own.value.filter(({ state }) => state !== "here");
  if (parts.table.value?.disbanded) return null; // nobody comes to it
  return (
    <section ref={place} class="ds-card stack" aria-labelledby="staying">
      <h2 class="ds-heading" data-size="xs" id="staying">
        {_("Does the tablet stay here?")}
      </h2>
      {notes.length === 0 ? (
        <p role="status">{_("Let it lie. Nothing that was written on it can be seen by those who come.")}</p>
      ) : (
        <>
          <p>{_("Those who come can open «My notes» on it. Take yours along to your own phone first, or let the tablet forget them. They stay with the workshop.")}</p>
          <div class="row" onClick={() => stayNear(place)}>
            <Small onClick={() => (looking.value = true)}>{_("My notes")}</Small>
            <button
              type="button"
              class="ds-button"
              data-variant="secondary"
              onClick={() => outbox.letGo(notes)}
            >
              {_("It stays: forget what we wrote")}
            </button>
          </div>
        </>
      )}
    </section>
  );
}

export function Disbanded({ now }: { now: Now | null }) {
  const { memory } = useTablet();
  const places = usePlaces(`b/${memory.device.value.table}`);
  return (
    <section class="stack">
      <StepHeading step="disbanded">{_("The table is disbanded. Choose a new one")}</StepHeading>
      <p>{_("What was written stands. What you have not sent comes along.")}</p>
      {places === null ? (
        <p class="rest turning">{_("One moment …")}</p>
      ) : (
        <Choose tables={places.tables} step={now?.id ?? ""} />
      )}
    </section>
  );
}
