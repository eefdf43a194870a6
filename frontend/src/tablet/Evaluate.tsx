// The minute at the end: five statements to grade, and one line. Fetched apart (`later.tsx`).
import { useRef } from "preact/hooks";

import { answersOf, GRADES, highWords, lowWords, meanOf, measureWords, Spread } from "../evaluation";
import { _ } from "../i18n";
import type { Evaluation, Graded, Measure, Now } from "../protocol";
import { tooFewWords } from "../words";
import { Answered } from "./Answered";
import { ProtectionLink, Small, StepHeading } from "./Bits";
import { box, LINE, type Memory } from "./memory";
import { GONE, OwnNotes } from "./OwnNotes";
import { PassOn } from "./PassOn";
import { useTablet } from "./tablet";
import { WordsForm } from "./WordsForm";

export function Evaluate({ now }: { now: Now }) {
  const { memory, parts } = useTablet();
  const evaluation = parts.evaluation.value;
  return (
    <section class="stack">
      <StepHeading step={now.id}>{now.title || _("How was it?")}</StepHeading>
      {evaluation?.result ? (
        <Came evaluation={evaluation} result={evaluation.result} />
      ) : evaluation && now.open ? (
        <Grading evaluation={evaluation} />
      ) : (
        <p class="ds-alert" data-color="info">
          {_("It is closed now.")}
        </p>
      )}
      <OneLine open={now.open} threshold={evaluation?.threshold ?? 0} />
      <PassOn step={now.id} notes={lines(memory)} from={[box.alone(LINE)]} />
    </section>
  );
}

// ---------------------------------------------------------------- while it is open

function Grading({ evaluation: { step, measures, threshold } }: { evaluation: Evaluation }) {
  const { memory, outbox } = useTablet();
  const ballot = memory.ballots.value[step];
  const marks = ballot?.marks ?? {};

  function give(measure: Measure, grade: number | null): void {
    const { [measure]: _old, ...others } = marks;
    outbox.cast(step, grade === null ? others : { ...others, [measure]: grade });
  }

  return (
    <>
      <p>
        {_("It takes a minute. Skip what you like, and change your mind until it closes.")}
      </p>
      <p>
        {_("Nobody can find out from this system what you answered: not the person beside you, not the process leader, not IT. Figures are shown only when at least {threshold} have answered.", { threshold })}{" "}
        <ProtectionLink />
      </p>
      {measures.map((measure) => (
        <Grade key={measure} measure={measure} given={marks[measure]} give={give} />
      ))}
      <Answered step={step} of={measures.length} />
    </>
  );
}

interface GradeProps {
  measure: Measure;
  given: number | undefined;
  give: (measure: Measure, grade: number | null) => void;
}

function Grade({ measure, given, give }: GradeProps) {
  const first = useRef<HTMLInputElement>(null);
  const ends: Partial<Record<number, string>> = { 1: lowWords(), 5: highWords() };
  return (
    <fieldset class="grade">
      <legend class="words">{measureWords(measure)}</legend>
      <div class="scale">
        {GRADES.map((grade) => (
          <label key={grade}>
            <input
              ref={grade === 1 ? first : null}
              type="radio"
              class="ds-input"
              name={measure}
              checked={given === grade}
              onChange={() => give(measure, grade)}
            />
            {grade}
            {ends[grade] && <span class="ds-sr-only">{ends[grade]}</span>}
          </label>
        ))}
      </div>
      <div class="ends">
        <span aria-hidden="true">{ends[1]}</span>
        {given !== undefined && (
          <Small
            onClick={() => {
              give(measure, null);
              first.current?.focus();
            }}
          >
            {_("Leave it out")}
          </Small>
        )}
        <span aria-hidden="true">{ends[5]}</span>
      </div>
    </fieldset>
  );
}

// ---------------------------------------------------------------- the line

const lines = (memory: Memory) => memory.own.value.filter((note) => note.question === LINE);

function OneLine({ open, threshold }: { open: boolean; threshold: number }) {
  const { memory, outbox } = useTablet();
  const name = box.alone(LINE);
  const text = memory.draft(name);
  const mine = lines(memory);
  const given = mine.some((note) => !GONE.includes(note.state));

  return (
    <>
      {open && (!given || text) && (
        <WordsForm
          id="line"
          label={_("One thing we should do differently?")}
          help={_("A line, if you like. Nobody in the hall sees it. The secretary reads it afterwards when at least {threshold} have written something, and it may come in the minutes, but nobody can find out from this system who wrote it. What you write can give you away.", { threshold })}
          value={text}
          rows={2}
          press={_("Send the line")}
          onType={(typed) => memory.type(name, typed)}
          onSend={() => outbox.write(name, LINE, "alone")}
        />
      )}
      <OwnNotes title={_("What you wrote")} notes={mine} open={open} />
    </>
  );
}

// ---------------------------------------------------------------- when it is closed

function Came({ evaluation, result }: { evaluation: Evaluation; result: Graded[] }) {
  const { ballots, shown, threshold } = evaluation;
  if (!shown) {
    return (
      <p class="ds-alert" data-color="info">
        {_("Too few answered for a result to be shown.")}{" "}
        {_("At least {threshold} are needed, so that nobody can be known by it.", { threshold })}
      </p>
    );
  }
  return (
    <>
      <p>{_("{n} answered. Thank you!", { n: ballots })}</p>
      <ul class="notes">
        {result.map(({ id, grades }) => (
          <li key={id} class="ds-card grade">
            <p class="words">{measureWords(id)}</p>
            {answersOf(grades) === 0 ? (
              <p class="faint">{tooFewWords()}</p>
            ) : (
              <>
                <p>
                  <strong>{meanOf(grades)}</strong>{" "}
                  <span class="faint">
                    {_("on average, of {n} answers", { n: answersOf(grades) })}
                  </span>
                </p>
                <Spread grades={grades} />
                <p class="ends" aria-hidden="true">
                  <span>{lowWords()}</span>
                  <span>{highWords()}</span>
                </p>
              </>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}
