// The picture of the knowledge base: all statements at once, and, when it is closed, what came of it.
import { _ } from "../i18n";
import type { Known, ProjectorView, Reactions } from "../protocol";
import { REACTIONS, reactionName, tooFewWords } from "../words";
import { Title } from "./Asking";
import { Fit } from "./Fit";
import { Clock } from "./Foot";

/** They shrink to where they can still be read; then the words are cut: the tablets have them whole. */
const SMALLEST = 0.57;

export function Knowledge({ view }: { view: ProjectorView }) {
  const { now } = view;
  const statements = Object.values(view.knowledge).sort((a, b) => a.no - b.no);
  const closed = statements.some(({ reactions }) => reactions !== null);
  return (
    <>
      <div class="line">
        <Title view={view} heading />
        {closed ? <Names /> : <Clock now={now} />}
      </div>
      {closed ? <Came statements={statements} /> : <Statements statements={statements} />}
      {!closed && (
        <p class="say">{_("What surprises you, what makes you curious, what is missing?")}</p>
      )}
    </>
  );
}

function Statements({ statements }: { statements: Known[] }) {
  const many = statements.length;
  return (
    <Fit class="known" about={statements.map((one) => one.figure + one.text).join()} smallest={SMALLEST}>
      <ol data-columns={many > 6 ? 3 : many > 3 ? 2 : 1}>
        {statements.map((one) => (
          <li key={one.id}>
            {one.figure && <p class="figure">{one.figure}</p>}
            <p class="text">{one.text}</p>
          </li>
        ))}
      </ol>
    </Fit>
  );
}

// ---------------------------------------------------------------- when it is closed

/** Above the columns of numbers. */
function Names() {
  return (
    <p class="names">
      {REACTIONS.map((kind) => (
        <span key={kind}>{reactionName(kind)}</span>
      ))}
    </p>
  );
}

function Came({ statements }: { statements: Known[] }) {
  const counts = statements.flatMap(({ reactions }) => REACTIONS.map((kind) => reactions?.[kind] ?? 0));
  const most = Math.max(1, ...counts);
  return (
    <Fit class="came" about={statements.map((one) => one.text).join()} smallest={SMALLEST}>
      <ol>
        {statements.map(({ id, figure, text, reactions }) => (
          <li key={id}>
            <p class="text">
              {figure && <strong>{figure} </strong>}
              {text}
            </p>
            {reactions?.shown ? (
              <Numbers reactions={reactions} most={most} />
            ) : (
              <p class="few">{tooFewWords()}</p>
            )}
          </li>
        ))}
      </ol>
    </Fit>
  );
}

function Numbers({ reactions, most }: { reactions: Reactions; most: number }) {
  return (
    <>
      {REACTIONS.map((kind) => (
        <p key={kind} class="number">
          <span class="ds-sr-only">{reactionName(kind)}: </span>
          <span class="count">{reactions[kind]}</span>
          <span>
            <span class="bar" style={{ width: `${(100 * reactions[kind]) / most}%` }} />
          </span>
        </p>
      ))}
    </>
  );
}
