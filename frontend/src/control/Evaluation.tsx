// How many have evaluated, and, when that is closed, how. What they wrote is for the minutes.
import { answersOf, highWords, lowWords, meanOf, measureWords } from "../evaluation";
import { _ } from "../i18n";
import { tookSoFar } from "../methods";
import type { ControlView, Graded } from "../protocol";
import { tooFewWords } from "../words";

export function Evaluation({ view }: { view: ControlView }) {
  const { evaluation, hall } = view;
  if (!evaluation) return null;
  const { ballots, result, shown, threshold } = evaluation;
  return (
    <section aria-labelledby="evaluation-title">
      <h2 id="evaluation-title" class="ds-heading" data-size="xs">
        {_("Evaluation")}
      </h2>
      {result === null ? (
        <>
          <p class="large">{tookSoFar("scale", hall)}</p>
          <p class="quiet">{_("The figures come when the evaluation is closed.")}</p>
        </>
      ) : shown ? (
        <Figures ballots={ballots} result={result} />
      ) : (
        <p>
          {_("Only {n} answered. A result is shown from {threshold}, so that nobody can be known by it.", {
            n: ballots,
            threshold,
          })}
        </p>
      )}
      {result !== null && (
        <p class="quiet">{_("What they wrote is read when the minutes are written up.")}</p>
      )}
    </section>
  );
}

function Figures({ ballots, result }: { ballots: number; result: Graded[] }) {
  return (
    <div class="figures" tabIndex={0} role="group" aria-labelledby="evaluation-title">
      <table class="ds-table" data-size="sm">
        <caption>
          {_("{n} have answered", { n: ballots })} · 1 = {lowWords()}, 5 = {highWords()}
        </caption>
        <thead>
          <tr>
            <td />
            {["1", "2", "3", "4", "5", _("On average")].map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {result.map(({ id, grades }) => (
            <tr key={id}>
              <th scope="row">{measureWords(id)}</th>
              {answersOf(grades) === 0 ? (
                <td colSpan={6}>{tooFewWords()}</td>
              ) : (
                <>
                  {grades.map((given, i) => (
                    <td key={i}>{given}</td>
                  ))}
                  <td>
                    <strong>{meanOf(grades)}</strong>
                  </td>
                </>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
