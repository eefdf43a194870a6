// The hall at a glance: the tables that need help first, what each table is doing, and the totals.
import { useEffect, useState } from "preact/hooks";

import { _, ngettext } from "../i18n";
import type { ControlView, Kind, TableSeen } from "../protocol";
import { Confirm, Do, Told } from "./Do";
import { focusSoon } from "./desk";

function inOrder(view: ControlView): TableSeen[] {
  return Object.values(view.tables).sort((a, b) => a.no - b.no);
}

/** Read out at once, and in the page's title for whoever looks at another window. */
export function Help({ view }: { view: ControlView }) {
  const asking = inOrder(view).filter((table) => table.help && !table.disbanded);
  const names = asking.map((table) => table.name).join(", ");
  useEffect(() => {
    const plain = view.workshop.title;
    document.title = `${names ? _("Help: {tables}", { tables: names }) : plain} – Tannhjul`;
  }, [names, view.workshop.title]);

  return (
    <div id="help" tabIndex={-1} class="help" aria-live="assertive" aria-relevant="additions">
      {asking.map((table) => (
        <div key={table.no} class="ds-alert" data-color="danger">
          <p>
            <strong>{_("{table} needs help", { table: table.name })}</strong>
          </p>
          <Do
            place="help"
            variant="primary"
            color="danger"
            label={_("Help given to {table}", { table: table.name })}
            frame={() => ({ t: "help_given", table: table.no })}
            after={() => focusSoon("help")}
          >
            {_("Help given")}
          </Do>
        </div>
      ))}
      <Told place="help" />
    </div>
  );
}

export function Tables({ view }: { view: ControlView }) {
  const { hall, counts, now, workshop } = view;
  const tables = inOrder(view);
  const asked = now?.question != null;
  return (
    <section aria-labelledby="tables-title">
      <h2 id="tables-title" class="ds-heading" data-size="xs">
        {_("Tables")}
      </h2>
      <ul class="totals">
        <li>{ngettext("{n} tablet", "{n} tablets", hall.tablets)}</li>
        <li>{_("{n} have accepted the ground rules", { n: hall.accepted })}</li>
        {hall.tables > 0 && (
          <li>
            {_("{ready} of {tables} tables are ready", { ready: hall.ready, tables: hall.tables })}
          </li>
        )}
        <li>
          {ngettext("{n} note", "{n} notes", asked ? counts.notes : counts.notes_in_all)}
          {asked && counts.notes_in_all > counts.notes && (
            <> · {_("{n} in all", { n: counts.notes_in_all })}</>
          )}
        </li>
      </ul>
      {tables.length === 0 && <p>{_("No tables are set yet. They are set on the workshop's own page.")}</p>}
      <ul class="tables">
        {tables.map((table) => (
          <Table
            key={table.no}
            table={table}
            kind={now?.open ? now.kind : null}
            asked={asked}
            ended={workshop.ended}
          />
        ))}
      </ul>
      {!workshop.ended && <Disband tables={tables.filter((table) => !table.disbanded)} />}
      <Told place="disband" />
    </section>
  );
}

interface TableProps {
  table: TableSeen;
  /** The step of the moment, if it is open. */
  kind: Kind | null;
  /** The step is about a question, so that there are notes to count. */
  asked: boolean;
  ended: boolean;
}

function Table({ table, kind, asked, ended }: TableProps) {
  const state = doing(table, kind);
  return (
    <li class="table" data-color={state.color}>
      <h3>{table.name}</h3>
      <p class="state">
        <span aria-hidden="true">{state.icon}</span> {state.words}
      </p>
      <p>{_("{n} of {seats} tablets", { n: table.tablets, seats: table.seats })}</p>
      {table.tablets > 0 && <p>{_("{n} accepted", { n: table.accepted })}</p>}
      {asked && <p>{ngettext("{n} note", "{n} notes", table.notes)}</p>}
      {(table.statement || table.pen) && (
        <p>{table.statement ? _("has a statement") : _("has the pen")}</p>
      )}
      {table.disbanded && !ended && (
        <Do
          place="disband"
          label={_("Take {table} into use again", { table: table.name })}
          frame={() => ({ t: "disband", table: table.no, on: false })}
          after={() => focusSoon("disband")}
        >
          {_("Take into use again")}
        </Do>
      )}
    </li>
  );
}

/** Its people spread: they are asked where to, and nobody waits for the table any more. */
function Disband({ tables }: { tables: TableSeen[] }) {
  const [no, setNo] = useState<number | null>(null); // null: nobody has asked
  if (tables.length < 2) return null; // the last one stays
  const chosen = tables.find((table) => table.no === no);
  /** Propose the one with the fewest tablets, as it is now: likely meant, and the least harm. */
  function open(): void {
    const [emptiest] = [...tables].sort((a, b) => a.tablets - b.tablets);
    setNo(emptiest?.no ?? null);
  }
  function close(): void {
    setNo(null);
    focusSoon("disband");
  }
  if (!chosen) {
    return (
      <button
        type="button"
        id="disband"
        class="ds-button"
        data-variant="tertiary"
        onClick={open}
      >
        {_("A table disbands …")}
      </button>
    );
  }
  return (
    <Confirm
      question={_("Which table disbands? Its tablets are asked to choose another, and what was written stands. You can take it back.")}
      no={_("Cancel")}
      cancel={close}
      yes={
        <>
          <select
            class="ds-input"
            aria-label={_("Table")}
            onChange={(event) => setNo(Number(event.currentTarget.value))}
          >
            {tables.map((table) => (
              <option key={table.no} value={table.no} selected={table === chosen}>
                {table.name}
              </option>
            ))}
          </select>
          <Do
            place="disband"
            color="danger"
            frame={() => ({ t: "disband", table: chosen.no, on: true })}
            after={close}
          >
            {_("Disband {table}", { table: chosen.name })}
          </Do>
        </>
      }
    />
  );
}

function doing(table: TableSeen, kind: Kind | null) {
  if (table.disbanded) return { words: _("Disbanded"), icon: "×", color: "neutral" };
  if (table.help) return { words: _("Needs help"), icon: "!", color: "danger" };
  if (table.ready) return { words: _("Ready"), icon: "✓", color: "success" };
  if (table.tablets === 0) return { words: _("No tablet yet"), icon: "–", color: "warning" };
  if (kind === "knowledge") return { words: _("Reading"), icon: "◫", color: "neutral" };
  if (kind === "write") return { words: _("Writing"), icon: "✎", color: "neutral" };
  if (kind === "talk") return { words: _("Talking"), icon: "…", color: "neutral" };
  return { words: _("Present"), icon: "•", color: "neutral" };
}
