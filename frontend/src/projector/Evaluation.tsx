// The picture of the evaluation: what is asked while it is open, and how the hall graded it after.
import { answersOf, GRADES, highWords, lowWords, meanOf, measureWords, Spread } from "../evaluation";
import { _ } from "../i18n";
import { tookSoFar } from "../methods";
import type { Evaluation as Evaluated, ProjectorView } from "../protocol";
import { tooFewWords } from "../words";
import { Title } from "./Asking";
import { Fit } from "./Fit";
import { Clock } from "./Foot";

export function Evaluation({ view }: { view: ProjectorView }) {
  const { evaluation, hall, now } = view;
  if (!evaluation) return <Title view={view} heading />;
  const { ballots, measures, result, shown, threshold } = evaluation;
  if (result) {
    return (
      <>
        <div class="line">
          <Title view={view} heading />
          {shown && <p class="say">{_("{n} have answered", { n: ballots })}</p>}
        </div>
        {shown ? (
          <Graded result={result} />
        ) : (
          <Fit class="asked" about={String(threshold)}>
            <h2>{_("Too few answered for a result to be shown.")}</h2>
            <p class="hint">
              {_("At least {threshold} are needed, so that nobody can be known by it.", { threshold })}
            </p>
          </Fit>
        )}
      </>
    );
  }
  return (
    <>
      <div class="line">
        <Title view={view} heading />
        <p class="say">{tookSoFar("scale", hall)}</p>
        <Clock now={now} />
      </div>
      <Fit class="rules" about="measures">
        <ul>
          {measures.map((measure) => (
            <li key={measure}>{measureWords(measure)}</li>
          ))}
        </ul>
      </Fit>
      <p class="say">
        {_("On your tablet, from 1 to 5. Nobody can find out who answered what.")}
      </p>
    </>
  );
}

/** In short, on the last picture. */
export function Means({ evaluation: { result } }: { evaluation: Evaluated }) {
  const graded = (result ?? []).filter(({ grades }) => answersOf(grades) > 0);
  return (
    <div class="tells">
      <p>
        <strong>{_("The evaluation, on average from 1 to 5:")}</strong>{" "}
        {graded.map(({ id, grades }) => `${measureWords(id)} ${meanOf(grades)}`).join(" · ")}
      </p>
    </div>
  );
}

function Graded({ result }: { result: NonNullable<Evaluated["result"]> }) {
  return (
    <Fit class="graded" about={result.map(({ grades }) => grades.join()).join(" ")}>
      <div class="degrees">
        <p>{lowWords()}</p>
        <p aria-hidden="true" class="grades">
          {GRADES.map((grade) => (
            <span key={grade}>{grade}</span>
          ))}
        </p>
        <p>{highWords()}</p>
      </div>
      <ul>
        {result.map(({ id, grades }) => (
          <li key={id}>
            <p>{measureWords(id)}</p>
            {answersOf(grades) === 0 ? (
              <p class="few">{tooFewWords()}</p>
            ) : (
              <>
                <Spread grades={grades} />
                <p class="mean">
                  <strong>{meanOf(grades)}</strong> <small>{_("on average")}</small>
                </p>
              </>
            )}
          </li>
        ))}
      </ul>
    </Fit>
  );
}
