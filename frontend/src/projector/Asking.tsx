// The pictures of a question: each writes, the table talks.
import { stepName } from "../control/kinds";
import { _ } from "../i18n";
import type { ProjectorView, Question } from "../protocol";
import { Fit } from "./Fit";
import { Foot } from "./Foot";

interface ViewProps {
  view: ProjectorView;
}

export function Write({ view }: ViewProps) {
  return (
    <>
      <Title view={view} />
      <Asked question={view.now?.question ?? null} />
      <p class="say">
        {view.now?.open
          ? _("Write each for yourself. Nobody sees what you write.")
          : _("The writing is closed.")}
      </p>
      <Foot view={view} ready />
    </>
  );
}

export function Talk({ view }: ViewProps) {
  return (
    <>
      <Title view={view} />
      <Asked question={view.now?.question ?? null} />
      <p class="say">
        {view.now?.open
          ? _("Read what came in, talk together, and agree on the table's statement. Dissent is kept.")
          : _("The table talk is closed.")}
      </p>
      <Foot view={view} ready />
    </>
  );
}

/** The step's name; the picture's heading where there is no question. */
export function Title({ view: { now }, heading }: ViewProps & { heading?: boolean }) {
  if (!now) return null;
  return heading ? <h1 class="step">{stepName(now)}</h1> : <p class="step">{stepName(now)}</p>;
}

export function Asked({ question }: { question: Question | null }) {
  const { text = "", hint = "" } = question ?? {};
  return (
    <Fit class="asked" about={`${text} ${hint}`} smallest={0.44}>
      <h1>{text}</h1>
      {hint && <p class="hint">{hint}</p>}
    </Fit>
  );
}
