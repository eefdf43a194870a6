// How the hall graded each choice: in words, and as a table with a bar beside each number.
import { gradeName, gradesInWords } from "./methods";
import { _ } from "./i18n";
import type { Choice, Graded, Prioritising } from "./protocol";
import { tooFewWords, wordsOf } from "./words";

/** Grades are of each choice by itself: how far one agrees with it says nothing of the others. */
export function Grades({ prioritising: { choices, result } }: { prioritising: Prioritising }) {
  const found = new Map(choices.map((choice) => [choice.id, choice]));
  return (
    <ul class="answers">
      {result?.grades.map((graded) => (
        <li key={graded.id}>
          <Distribution graded={graded} choice={found.get(graded.id)} />
        </li>
      ))}
    </ul>
  );
}

interface DistributionProps {
  graded: Graded;
  choice: Choice | undefined;
}

function Distribution({ graded: { id, grades }, choice }: DistributionProps) {
  const most = Math.max(1, ...grades);
  return (
    <>
      <p class="words said" id={`graded-${id}`}>
        {choice?.name && <strong>{choice.name}: </strong>}
        {choice && wordsOf(choice)}
      </p>
      {grades.length === 0 ? (
        <p class="faint quiet">{tooFewWords()}</p>
      ) : (
        <>
          <p class="middle-grade">{gradesInWords(grades)}</p>
          <table aria-labelledby={`graded-${id}`}>
            <thead class="ds-sr-only">
              <tr>
                <th scope="col">{_("Answer")}</th>
                <th scope="col">{_("How many")}</th>
              </tr>
            </thead>
            <tbody>
              {grades
                .map((n, i) => ({ n, grade: i + 1 }))
                .reverse()
                .map(({ n, grade }) => (
                  <tr key={grade}>
                    <th scope="row">{gradeName(grade)}</th>
                    <td>
                      <span class="length" style={{ width: `${(85 * n) / most}%` }} />
                      <b>{n}</b>
                    </td>
                  </tr>
                ))}
            </tbody>
          </table>
        </>
      )}
    </>
  );
}
