// The frame of every picture: where we are at the top, the picture of the step, and how many are ready.
import type { JSX } from "preact";

import { _ } from "../i18n";
import type { Head, ProjectorView } from "../protocol";
import type { Session } from "../socket";
import { Sound } from "../sound";
import { refusalWords } from "../words";
import { Before, Ended, Intro, type JoinSign, Pause, Rules } from "./Around";
import { Talk, Write } from "./Asking";
import { Evaluation } from "./Evaluation";
import { Knowledge } from "./Knowledge";
import { Plenary } from "./Plenary";
import { Prioritising } from "./Prioritising";
import { Round } from "./Round";
import { Verifying } from "./Verifying";

interface ProjectorProps {
  session: Session<ProjectorView>;
  join: JoinSign;
}

export function Projector({ session, join }: ProjectorProps) {
  const view = session.view.value;
  const refusal = session.refusal.value;
  return (
    <>
      {view && refusal === null ? (
        <Picture view={view} join={join} />
      ) : (
        <p class={refusal === null ? "wait turning" : "wait"}>
          {refusal === null ? _("One moment …") : closedWords(refusal)}
        </p>
      )}
      <p class="sign" role="status">
        {session.status.value === "away" && _("Connecting again …")}
      </p>
      <div class="edge">
        <Sound now={view?.now ?? null} class="full" />
        <FullScreen />
      </div>
    </>
  );
}

function closedWords(refusal: Parameters<typeof refusalWords>[0]): string {
  if (refusal === "ended_code") return _("This workshop is over, or has been taken away.");
  return refusal === "unknown_code" ? _("There is no such workshop.") : refusalWords(refusal);
}

function Picture({ view, join }: { view: ProjectorView; join: JoinSign }) {
  return (
    <div class="picture" data-kind={view.now?.kind ?? "before"}>
      <Where head={view.workshop} />
      <main>{step(view, join)}</main>
    </div>
  );
}

function step(view: ProjectorView, join: JoinSign): JSX.Element {
  const { now, workshop } = view;
  if (workshop.ended) return <Ended view={view} />;
  switch (now?.kind) {
    case undefined:
      return <Before head={workshop} join={join} />;
    case "rules":
      return <Rules view={view} join={join} />;
    case "intro":
      return <Intro view={view} />;
    case "knowledge":
      return <Knowledge view={view} />;
    case "write":
      return <Write view={view} />;
    case "talk":
      return <Talk view={view} />;
    case "plenary":
      return <Plenary view={view} />;
    case "prioritise":
      return <Prioritising view={view} />;
    case "verify":
      return <Verifying view={view} />;
    case "evaluate":
      return <Evaluation view={view} />;
    case "round":
      return <Round view={view} />;
    case "pause":
      return <Pause view={view} />;
    case "end":
      return <Ended view={view} />;
  }
}

function Where({ head }: { head: Head }) {
  return (
    <header>
      <p>
        {head.municipality && <strong>{head.municipality} · </strong>}
        {head.title}
      </p>
      {(head.rehearsal || head.demo) && (
        <p class="kind-of">
          {head.rehearsal ? _("Practice – nothing here gets into the minutes") : _("Demonstration")}
        </p>
      )}
    </header>
  );
}

/** With the others, seen when the mouse or the focus comes to their corner. */
function FullScreen() {
  return (
    <button
      type="button"
      class="full"
      onClick={() =>
        void (document.fullscreenElement
          ? document.exitFullscreen()
          : document.documentElement.requestFullscreen())
      }
    >
      {_("Full screen")}
    </button>
  );
}
