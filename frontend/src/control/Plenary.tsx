// The tables' statements: followed in the table talk, and in the plenary opened on the projector,
// one at a time or side by side, with what is said for and against them.
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";

import { _, ngettext } from "../i18n";
import { argumentsOn, SIDES, sideName, statementOf } from "../plenary";
import type { ControlView, Said, ShowFrame, Side } from "../protocol";
import { wordsOf } from "../words";
import { Do, Told } from "./Do";
import { focusSoon } from "./desk";
import { inTableOrder, nextStatement } from "./next";
import { Note } from "./Said";

/** As many as can be read at once from the back of the hall. */
const ABREAST = 4;

export function Statements({ view }: { view: ControlView }) {
  const [ticked, setTicked] = useState<number[]>([]);
  const { now } = view;
  const all = inTableOrder(view);
  if (now?.kind !== "plenary" && (now?.kind !== "talk" || all.length === 0)) return null;
  const plenary = now.kind === "plenary";
  const there = ticked.filter((table) => all.some((said) => said.table === table));

  function tick(table: number): void {
    setTicked(there.includes(table) ? there.filter((one) => one !== table) : [...there, table]);
  }

  return (
    <section aria-labelledby="statements-title">
      <h2 id="statements-title" class="ds-heading" data-size="xs">
        {_("The tables' statements")}
      </h2>
      {plenary && all.length === 0 && <p>{_("No table has written a statement on this question.")}</p>}
      {plenary && all.length > 0 && <Show view={view} ticked={there} done={() => setTicked([])} />}
      <Told place="show" />
      <ul class="statements">
        {all.map((said) => (
          <Statement key={said.table} said={said} view={view}>
            {plenary && (
              <div class="row">
                <ShowThis said={said} view={view} />
                {all.length > 1 && (
                  <label class="tick">
                    <input
                      type="checkbox"
                      class="ds-input"
                      checked={there.includes(said.table)}
                      disabled={there.length === ABREAST && !there.includes(said.table)}
                      onChange={() => tick(said.table)}
                    />
                    {_("Lay {table} beside others", { table: said.name })}
                  </label>
                )}
              </div>
            )}
          </Statement>
        ))}
      </ul>
    </section>
  );
}

interface ShowProps {
  view: ControlView;
  ticked: number[];
  done: () => void;
}

function Show({ view, ticked, done }: ShowProps) {
  const next = nextStatement(view);
  const question = view.now?.question?.id ?? "";
  const [first = null, ...rest] = [...ticked].sort((a, b) => a - b);
  const beside = rest as NonNullable<ShowFrame["beside"]>;
  return (
    <div class="row">
      {beside.length > 0 ? (
        <Do
          place="show"
          variant="primary"
          frame={() => ({ t: "show", question, table: first, beside })}
          after={done}
        >
          {_("Show the {n} ticked side by side", { n: ticked.length })}
        </Do>
      ) : next ? (
        <Do
          place="show"
          keys="n"
          variant="primary"
          frame={() => ({ t: "show", question: next.question, table: next.table })}
          after={() => focusSoon("all-shown")}
        >
          {_("Show next: {table}", { table: next.name })}
        </Do>
      ) : (
        <p id="all-shown" tabIndex={-1}>
          {_("All have been shown")}
        </p>
      )}
      {view.shown.length > 0 ? (
        <Do place="show" frame={() => ({ t: "show", question, table: null })}>
          {view.common?.version ? _("Show the wording in common") : _("Clear the projector")}
        </Do>
      ) : (
        <p class="quiet">
          {view.common?.version ? _("The wording in common is shown") : _("Nothing is shown now")}
        </p>
      )}
      {ticked.length === ABREAST && <p class="quiet">{_("Four at once is what can be read.")}</p>}
    </div>
  );
}

function ShowThis({ said, view }: { said: Said; view: ControlView }) {
  const alone = view.shown.length === 1 && view.shown[0]?.table === said.table;
  return (
    <Do
      place="show"
      pressed={alone}
      frame={() => ({ t: "show", question: said.question, table: alone ? null : said.table })}
    >
      {_("Show {table} on the projector", { table: said.name })}
    </Do>
  );
}

interface StatementProps {
  said: Said;
  view: ControlView;
  children: ComponentChildren;
}

function Statement({ said, view, children }: StatementProps) {
  const shown = view.shown.some(({ table }) => table === said.table);
  const opened = view.opened.includes(said.table);
  return (
    <li data-shown={shown}>
      <h3>
        {said.name}
        {shown ? (
          <span class="ds-tag" data-color="accent">
            ▶ {_("On the projector")}
          </span>
        ) : (
          opened && (
            <span class="ds-tag" data-color="neutral">
              ✓ {_("Has been shown")}
            </span>
          )
        )}
      </h3>
      <p class="words">{said.text}</p>
      {said.dissent && (
        <p class="words dissent">
          <strong>{_("Dissent")}:</strong> {said.dissent}
        </p>
      )}
      {children}
      {opened && <Arguments view={view} about={statementOf(said)} name={said.name} open={shown} />}
    </li>
  );
}

// ---------------------------------------------------------------- for and against

interface ArgumentsProps {
  view: ControlView;
  about: string;
  /** Of what it is about. */
  name: string;
  /** On the projector: then notes of the hall can be laid there. */
  open: boolean;
}

/** Each can be hidden for a reason, before it stands on the projector and after. */
export function Arguments({ view, about, name, open }: ArgumentsProps) {
  const all = SIDES.map((side) => argumentsOn(view.arguments, about, side));
  const count = all.flat().length;
  if (count === 0 && !open) return null;
  return (
    <>
      {count > 0 && (
        <details class="ds-details" open={open}>
          <summary>
            {ngettext("{n} argument on {name}", "{n} arguments on {name}", count, { name })}
          </summary>
          <ul>
            {all.flat().map((one) =>
              one.laid ? (
                <li key={`laid ${one.id}`}>
                  <p class="words">
                    <strong>{sideName(one.side)}: </strong>
                    {wordsOf(one)} <span class="quiet">({_("one of the notes")})</span>
                  </p>
                  <Do
                    place="lay"
                    variant="tertiary"
                    frame={() => ({ t: "argument", about, side: one.side, id: one.id, on: false })}
                  >
                    {_("Take it away")}
                  </Do>
                </li>
              ) : (
                <Note
                  key={one.id}
                  note={{ ...one, lifted: false, shared: false }}
                  lead={sideName(one.side)}
                />
              ),
            )}
          </ul>
          <Told place="hide" />
        </details>
      )}
      {open && <Lay view={view} about={about} name={name} />}
    </>
  );
}

const DRAWN = 20;

/** Points at a note of the hall, and adds no word of its own. */
function Lay({ view, about, name }: Omit<ArgumentsProps, "open">) {
  const [sought, setSought] = useState("");
  const notes = Object.values(view.notes).filter((note) => !note.hidden);
  if (notes.length === 0) return null;
  const found = notes.filter(({ text }) => text.toLowerCase().includes(sought.toLowerCase()));
  const laid = (id: string, side: Side) =>
    Object.values(view.arguments).some((one) => one.laid && one.id === id && one.about === about && one.side === side);
  return (
    <details class="ds-details">
      <summary>{_("Lay a note of the hall under {name}", { name })}</summary>
      <label class="ds-label" for={`seek-${about}`}>
        {_("Find a note by its words")}
      </label>
      <input
        id={`seek-${about}`}
        type="search"
        class="ds-input"
        value={sought}
        onInput={(event) => setSought(event.currentTarget.value)}
      />
      <p class="quiet" role="status">
        {ngettext("{n} note", "{n} notes", found.length)}
        {found.length > DRAWN && " – " + _("the first {n} are shown", { n: DRAWN })}
      </p>
      <ul>
        {found.slice(0, DRAWN).map((note) => (
          <li key={note.id}>
            <p class="words" id={`lay-${about}-${note.id}`}>
              {note.text}
            </p>
            <div class="row" role="group" aria-labelledby={`lay-${about}-${note.id}`}>
              {SIDES.map((side) => (
                <Do
                  key={side}
                  place="lay"
                  pressed={laid(note.id, side)}
                  frame={() => ({ t: "argument", about, side, id: note.id, on: !laid(note.id, side) })}
                >
                  {sideName(side)}
                </Do>
              ))}
            </div>
          </li>
        ))}
      </ul>
      <Told place="lay" />
    </details>
  );
}
