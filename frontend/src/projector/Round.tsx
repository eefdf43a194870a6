// The picture of new neighbours: who sits at which table now, a few tables at a time, so that it reads
// from the back of the hall.
import { useEffect, useState } from "preact/hooks";

import { _ } from "../i18n";
import { type Place, usePlaces } from "../neighbours";
import type { ProjectorView } from "../protocol";
import { Title } from "./Asking";
import { Fit } from "./Fit";
import { Clock, Foot } from "./Foot";

/** Tables that can be read at once from the back, each with all its people. */
const AT_ONCE = 4;
const TURN_AFTER = 12_000;

export function Round({ view }: { view: ProjectorView }) {
  const places = usePlaces(`skjerm/${document.body.dataset.code ?? ""}`);
  const cafe = view.now?.cafe && (
    <p class="say">{_("The table's host stays. All others find their new table.")}</p>
  );
  if (!places?.laid) {
    return (
      <>
        <Title view={view} />
        <Fit class="asked middle" about={String(places === null)}>
          <h1 class="huge">
            {places === null ? _("We change tables") : _("Find a new table, with people you have not talked with yet.")}
          </h1>
        </Fit>
        {cafe}
        <Foot view={view} />
      </>
    );
  }
  const standing = { no: 0, name: _("No seat yet: find a free chair"), people: places.standing };
  const groups = [...places.tables, standing].filter(({ people }) => people.length > 0);
  return (
    <>
      <div class="line">
        <Title view={view} heading />
        <Clock now={view.now} />
      </div>
      {cafe}
      <Pages groups={groups} />
    </>
  );
}

/** They turn by themselves, until somebody turns them by hand; and not where motion is unwelcome. */
function Pages({ groups }: { groups: Place[] }) {
  const [at, setAt] = useState(0);
  const [still, setStill] = useState(() => matchMedia("(prefers-reduced-motion: reduce)").matches);
  const count = Math.max(1, Math.ceil(groups.length / AT_ONCE));
  const page = at % count;
  useEffect(() => {
    if (still || count === 1) return undefined;
    const turning = setInterval(() => setAt((now) => now + 1), TURN_AFTER);
    return () => clearInterval(turning);
  }, [still, count]);
  const size = Math.ceil(groups.length / count);
  const shown = groups.slice(page * size, (page + 1) * size);
  return (
    <>
      <Fit class="seating" about={JSON.stringify(shown)}>
        <ul style={{ "--columns": Math.max(2, size) }}>
          {shown.map((table) => (
            <li key={table.no}>
              <h2>
                <bdi>{table.name}</bdi>
              </h2>
              <ul>
                {table.people.map((name, i) => (
                  <li key={i}>
                    <bdi>{name}</bdi>
                  </li>
                ))}
              </ul>
            </li>
          ))}
        </ul>
      </Fit>
      {count > 1 && (
        <div class="turn">
          <p>{_("Page {no} of {count}", { no: page + 1, count })}</p>
          <button
            type="button"
            onClick={() => {
              setStill(true);
              setAt(page + 1);
            }}
          >
            {_("Next page")}
          </button>
        </div>
      )}
    </>
  );
}
