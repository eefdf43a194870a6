// The process leader's screen as a whole: who and where at the top, then now, the hall, the programme.
import { useState } from "preact/hooks";

import { _, ngettext } from "../i18n";
import type { ControlView } from "../protocol";
import type { Refusal } from "../socket";
import { refusalWords, troubleWords } from "../words";
import { Alarms } from "./Alarms";
import { Away } from "./Away";
import { type Desk, DeskContext, useDesk } from "./desk";
import { Floor } from "./Floor";
import { Evaluation } from "./Evaluation";
import { Lead } from "./Lead";
import { Knowledge } from "./Knowledge";
import { Practice } from "./Practice";
import { Preview } from "./Preview";
import { Programme } from "./Programme";
import { Prioritised } from "./Prioritised";
import { Parked } from "./Parked";
import { Statements } from "./Plenary";
import { Notes } from "./Said";
import { Wording } from "./Wording";
import { Shortcuts } from "./Shortcuts";
import { Help, Tables } from "./Tables";
import { type Pane, Panes } from "./Panes";
import { Verified } from "./Verified";

export function Control({ desk }: { desk: Desk }) {
  const view = desk.session.view.value;
  return (
    <DeskContext.Provider value={desk}>
      <Connection />
      {view ? <Whole view={view} /> : <p class="wait turning">{_("One moment …")}</p>}
    </DeskContext.Provider>
  );
}

/** What stands between the screen and the disk: no login, no connection, or no room to store. */
function Connection() {
  const { only, place, session } = useDesk();
  const { status, refusal, view } = session;
  const refused = status.value === "refused";
  const away = status.value === "away";
  const trouble = status.value === "on" && view.value?.trouble;
  return (
    <div class="connection" role="alert">
      {refused && (
        <p id="away" class="ds-alert" data-color="danger">
          {refusal.value && refusedWords(refusal.value)}{" "}
          <a class="ds-link" href={location.href}>
            {_("Open the page again")}
          </a>
        </p>
      )}
      {away && (
        <p id="away" class="ds-alert" data-color="danger">
          <strong>{_("No connection to the server.")}</strong>{" "}
          {_("The hall keeps what it has, and what you see is how it was. This page connects again by itself; until then the buttons do nothing.")}
        </p>
      )}
      {only && status.value === "on" && (
        <p id="away" class="ds-alert" data-color="info">
          {only}
        </p>
      )}
      {trouble && (
        <p class="ds-alert" data-color="danger">
          <strong>{troubleWords(trouble, place)}</strong>{" "}
          {_("The hall can go on writing: the words lie safe on the tablets, and are stored by themselves when this is mended. Your buttons work again then. Do not load any page anew.")}
        </p>
      )}
    </div>
  );
}

/** The page itself sends whoever is logged out to the login, and back. */
function refusedWords(code: Refusal): string {
  if (code === "unknown_code") return _("There is no such workshop.");
  return code === "not_allowed" ? _("You are logged out.") : refusalWords(code);
}

function Whole({ view }: { view: ControlView }) {
  const plenary = view.now?.kind === "plenary";
  const [pane, setPane] = useState<Pane>("now");
  return (
    <div data-pane={pane}>
      <Top view={view} />
      {view.workshop.rehearsal && <Practice now={view.now} />}
      <main class="whole">
        <div class="lead">
          <Lead view={view} />
          <Help view={view} />
          <Alarms view={view} />
        </div>
        <div class="hall">
          <Floor view={view} />
          <Wording view={view} />
          {plenary && <Statements view={view} />}
          <Knowledge view={view} />
          <Prioritised view={view} />
          <Verified view={view} />
          <Evaluation view={view} />
          <Tables view={view} />
          {!plenary && <Statements view={view} />}
          <Parked view={view} />
          <Notes view={view} />
          <Preview />
        </div>
        <Programme view={view} />
      </main>
      <Panes pane={pane} choose={setPane} />
    </div>
  );
}

function Top({ view: { workshop, counts } }: { view: ControlView }) {
  const { links } = useDesk();
  return (
    <header class="top">
      <div>
        <p class="quiet">
          {[workshop.municipality, workshop.body].filter(Boolean).join(" · ")}
          {workshop.of > 1 && " · " + _("Workshop {n} of {of}", { n: workshop.number, of: workshop.of })}
        </p>
        <h1 class="ds-heading" data-size="xs">
          {workshop.title}
        </h1>
      </div>
      <div class="row tags">
        {workshop.demo && (
          <span class="ds-tag" data-color="warning">
            {_("Demonstration")}
          </span>
        )}
        <span role="status">
          {counts.controls > 1 && (
            <span class="ds-tag" data-color="info">
              {ngettext("{n} is leading", "{n} are leading", counts.controls)}
            </span>
          )}
        </span>
      </div>
      <nav class="row" aria-label={_("Other pages")}>
        <Away href={links.projector}>{_("Projector")}</Away>
        <Away href={links.join}>{_("How to join")}</Away>
        <Away href={links.public}>{_("Public page")}</Away>
        <Away href={links.staff}>{_("The workshop's page")}</Away>
        <Away href={links.attendance}>{_("Attendance")}</Away>
        <Away href={links.minutes}>{_("Minutes of the meeting")}</Away>
        <Away href={links.minutes && `${links.minutes}#recording`}>{_("Request to record")}</Away>
        <Shortcuts />
      </nav>
    </header>
  );
}
