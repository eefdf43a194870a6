// The pictures of a question: each writes, the table talks, the tables are heard.
import { stepName } from "../control/kinds";
import { _ } from "../i18n";
import type { ProjectorView, Question, Said } from "../protocol";
import { Fit, keepDissent } from "./Fit";
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

export function Plenary({ view }: ViewProps) {
  const { now, shown } = view;
  if (shown.length === 0) {
    return (
      <>
        <Title view={view} />
        <Asked question={now?.question ?? null} />
        <p class="say">{_("The tables present what they came to.")}</p>
        <Foot view={view} />
      </>
    );
  }
  return (
    <>
      {now?.question && <p class="asked-small">{now.question.text}</p>}
      {shown.map((said) => (
        <Statement key={said.table} said={said} />
      ))}
    </>
  );
}

function Statement({ said }: { said: Said }) {
  return (
    <Fit class="statement" about={`${said.table} ${said.text} ${said.dissent}`} cut={keepDissent}>
      <h1>{said.name}</h1>
      <p class="words">{said.text}</p>
      <Rest />
      {said.dissent && (
        <div class="dissent">
          <h2>{_("Dissent")}</h2>
          <p class="words">{said.dissent}</p>
          <Rest />
        </div>
      )}
    </Fit>
  );
}

/** Seen below a text that is cut. */
function Rest() {
  return <p class="rest">{_("… the rest is on the tablets")}</p>;
}

/** The step's name; the picture's heading where there is no question. */
export function Title({ view: { now }, heading }: ViewProps & { heading?: boolean }) {
  if (!now) return null;
  return heading ? <h1 class="step">{stepName(now)}</h1> : <p class="step">{stepName(now)}</p>;
}

function Asked({ question }: { question: Question | null }) {
  const { text = "", hint = "" } = question ?? {};
  return (
    <Fit class="asked" about={`${text} ${hint}`} smallest={0.44}>
      <h1>{text}</h1>
      {hint && <p class="hint">{hint}</p>}
    </Fit>
  );
}
