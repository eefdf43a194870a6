// What the hall has said: the tables' statements, the prioritising, the notes. Read, never written;
// a note that names or hurts somebody can be hidden, for a reason that everybody sees.
import { useState } from "preact/hooks";

import { _, ngettext } from "../i18n";
import { Lists } from "../Lists";
import type { Card, ControlView, Prioritising, Reason, Said } from "../protocol";
import { wordsOf } from "../words";
import { Confirm, Do, Told } from "./Do";
import { focusSoon } from "./desk";
import { inTableOrder, nextStatement } from "./next";

/** In plenary they are opened on the projector one at a time; in table talk they can be followed. */
export function Statements({ view }: { view: ControlView }) {
  const { now, shown } = view;
  const all = inTableOrder(view);
  if (now?.kind !== "plenary" && (now?.kind !== "talk" || all.length === 0)) return null;
  const plenary = now.kind === "plenary";
  const next = nextStatement(view);
  const question = now.question?.id ?? "";
  return (
    <section aria-labelledby="statements-title">
      <h2 id="statements-title" class="ds-heading" data-size="xs">
        {_("The tables' statements")}
      </h2>
      {plenary && all.length === 0 && <p>{_("No table has written a statement on this question.")}</p>}
      {plenary && all.length > 0 && (
        <div class="row">
          <Do
            place="show"
            variant={next ? "primary" : "secondary"}
            keys="n"
            frame={() => next && { t: "show", question: next.question, table: next.table } || null}
          >
            {next ? _("Show next: {table}", { table: next.name }) : _("All have been shown")}
          </Do>
          {shown ? (
            <Do place="show" frame={() => ({ t: "show", question, table: null })}>
              {_("Clear the projector")}
            </Do>
          ) : (
            <p class="quiet">{_("Nothing is shown now")}</p>
          )}
        </div>
      )}
      <Told place="show" />
      <ul class="statements">
        {all.map((said) => (
          <Statement key={said.table} said={said} view={view} plenary={plenary} />
        ))}
      </ul>
    </section>
  );
}

function Statement({ said, view, plenary }: { said: Said; view: ControlView; plenary: boolean }) {
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
      {plenary && (
        <Do
          place="show"
          pressed={shown}
          frame={() => ({ t: "show", question: said.question, table: shown ? null : said.table })}
        >
          {_("Show {table} on the projector", { table: said.name })}
        </Do>
      )}
    </li>
  );
}

export function Prioritised({ view }: { view: ControlView }) {
  const { prioritising, hall } = view;
  if (!prioritising) return null;
  const { choices, dots, result } = prioritising;
  return (
    <section aria-labelledby="prioritising-title">
      <h2 id="prioritising-title" class="ds-heading" data-size="xs">
        {_("Prioritising")}
      </h2>
      {result === null ? (
        <>
          <p class="large">
            {_("{n} of {tablets} tablets have prioritised", { n: hall.cast, tablets: hall.tablets })}
          </p>
          <p class="quiet">
            {ngettext("{n} choice", "{n} choices", choices.length)} · {_("{n} dots each", { n: dots })}
            {" · "}
            {_("the result comes when the prioritising is closed")}
          </p>
        </>
      ) : result.shown ? (
        <Rows prioritising={prioritising} />
      ) : (
        <p>
          {_("Only {n} prioritised. A result is shown from {threshold}, so that nobody can be known by it.", {
            n: result.ballots,
            threshold: result.threshold,
          })}
        </p>
      )}
    </section>
  );
}

function Rows({ prioritising }: { prioritising: Prioritising }) {
  const { choices, result } = prioritising;
  const found = new Map(choices.map((choice) => [choice.id, choice]));
  return (
    <>
      <p class="quiet">
        {ngettext("{n} has prioritised", "{n} have prioritised", result?.ballots ?? 0)}
      </p>
      <Lists prioritising={prioritising} />
      <h3 class="ds-heading" data-size="2xs">
        {_("All the dots")}
      </h3>
      <ol class="result">
        {result?.rows.map(({ id, dots }, i) => {
          const choice = found.get(id);
          return (
            <li key={id}>
              <strong class="dots">{ngettext("{n} dot", "{n} dots", dots)}</strong>
              <span>
                {`${i + 1}. `}
                {choice?.name && <strong>{choice.name}: </strong>}
                {choice && wordsOf(choice)}
              </span>
            </li>
          );
        })}
      </ol>
    </>
  );
}

const DRAWN = 30;

export function Notes({ view }: { view: ControlView }) {
  const [drawn, setDrawn] = useState(DRAWN);
  const notes = Object.values(view.notes);
  if (notes.length === 0) return null;
  const rest = notes.length - drawn;
  return (
    <details class="ds-details notes">
      <summary aria-keyshortcuts="h">{ngettext("{n} note on the question", "{n} notes on the question", notes.length)}</summary>
      <div>
        <ul>
          {notes.slice(0, drawn).map((note) => (
            <Note key={note.id} note={note} />
          ))}
        </ul>
        <Told place="hide" />
        {rest > 0 && (
          <button
            type="button"
            class="ds-button"
            data-variant="secondary"
            onClick={() => setDrawn(drawn + DRAWN)}
          >
            {_("Show more ({n} left)", { n: rest })}
          </button>
        )}
      </div>
    </details>
  );
}

/** What a note may be hidden for. */
const HIDE: [Reason, () => string][] = [
  ["name", () => _("A name")],
  ["insult", () => _("An insult")],
  ["personal_data", () => _("Personal data")],
];

/** `lead` stands before the words. */
export function Note({ note, lead }: { note: Card; lead?: string }) {
  const { id, hidden } = note;
  // What is asked about, so that the question goes when another hand has answered it.
  const [asked, setAsked] = useState<Reason | null | undefined>();
  const asking = asked === hidden;
  const opener = `hide-${id}`;

  function close() {
    setAsked(undefined);
    focusSoon(opener);
  }

  return (
    <li data-hidden={hidden !== null}>
      <p class="words">
        {note.lifted && <strong>★ {_("Lifted")}: </strong>}
        {lead && <strong>{lead}: </strong>}
        {wordsOf(note)}
      </p>
      <button
        type="button"
        id={opener}
        class="ds-button"
        data-variant="tertiary"
        data-size="sm"
        aria-expanded={asking}
        onClick={() => setAsked(asking ? undefined : hidden)}
      >
        {hidden ? _("Show again …") : _("Hide …")}
      </button>
      {asking && hidden && (
        <Confirm
          question={_("Show the words to everybody again?")}
          yes={
            <Do place="hide" frame={() => ({ t: "unhide", id })} after={close}>
              {_("Show it again")}
            </Do>
          }
          no={_("Cancel")}
          cancel={close}
        />
      )}
      {asking && !hidden && (
        <Confirm
          question={_("The words are then seen by nobody. The reason stands in their place, and the log says that you did it. What is in them?")}
          yes={HIDE.map(([reason, name]) => (
            <Do key={reason} place="hide" frame={() => ({ t: "hide", id, reason })} after={close}>
              {name()}
            </Do>
          ))}
          no={_("Cancel")}
          cancel={close}
        />
      )}
    </li>
  );
}
