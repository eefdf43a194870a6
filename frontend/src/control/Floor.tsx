// Who has the word in the plenary, and how it was shared: by tables, never by person or party, and
// on this screen alone. The minutes sum it up, with no table by name.
import { serverNow, until } from "../clock";
import { _ } from "../i18n";
import type { ControlView, TableSeen } from "../protocol";
import { Do, Told } from "./Do";

const MINUTE = 60_000;

export function Floor({ view }: { view: ControlView }) {
  const { now, floor } = view;
  if (now?.kind !== "plenary") return null;
  if (floor.table !== null) until(0); // the bar of whoever speaks grows
  const tables = Object.values(view.tables).filter(({ disbanded }) => !disbanded);
  tables.sort((a, b) => a.no - b.no);
  const had = spoken(view, serverNow());
  const most = Math.max(MINUTE, ...Object.values(had));
  return (
    <section aria-labelledby="floor-title" class="floor">
      <h2 id="floor-title" class="ds-heading" data-size="xs">
        {_("Who has the word")}
      </h2>
      <p class="quiet">
        {_("Tap the table that speaks. Only you see the time of each table. The minutes sum it up, without names of tables.")}
      </p>
      <Told place="floor" />
      <ul>
        {tables.map((table) => (
          <li key={table.no}>
            <Word table={table} has={floor.table === table.no} open={now.open} />
            <span class="bar" aria-hidden="true">
              <span style={{ inlineSize: `${((had[table.no] ?? 0) / most) * 100}%` }} />
            </span>
            <span class="time">{minutesWords(had[table.no] ?? 0)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** A second tap takes the word back: then nobody's time runs. */
function Word({ table, has, open }: { table: TableSeen; has: boolean; open: boolean }) {
  if (!open) return <span>{table.name}</span>;
  return (
    <Do
      place="floor"
      pressed={has}
      variant={has ? "primary" : "secondary"}
      frame={() => ({ t: "floor", table: has ? null : table.no })}
    >
      {has && <span aria-hidden="true">▶ </span>}
      {table.name}
    </Do>
  );
}

/** Milliseconds by table, with what runs just now. */
function spoken({ floor }: ControlView, at: number): Record<number, number> {
  const had = Object.fromEntries(floor.spoken) as Record<number, number>;
  if (floor.table !== null) had[floor.table] = (had[floor.table] ?? 0) + Math.max(1, at - floor.since);
  return had;
}

function minutesWords(ms: number): string {
  if (ms === 0) return _("not yet");
  return ms < MINUTE ? _("under a minute") : _("{n} min", { n: Math.round(ms / MINUTE) });
}
