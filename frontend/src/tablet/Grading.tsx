// How far one agrees with each choice, from 1 to 5. Any of them may be left out.
import { useRef } from "preact/hooks";

import { _ } from "../i18n";
import { gradeName } from "../methods";
import type { Choice } from "../protocol";
import { wordsOf } from "../words";
import { About, Left, useBallot, type WayProps } from "./Ballot";
import { Small } from "./Bits";

export function Grading({ prioritising, open }: WayProps) {
  const { choices, dots: highest, step } = prioritising;
  const { marks, change } = useBallot(step);
  return (
    <>
      <div class="choices">
        {choices.map((choice) => (
          <Graded
            key={choice.id}
            choice={choice}
            highest={highest}
            grade={marks[choice.id] ?? 0}
            open={open}
            give={(grade) => change(choice.id, grade)}
          />
        ))}
      </div>
      <Left prioritising={prioritising} open={open}>
        {_("{n} of {all} answered", { n: Object.keys(marks).length, all: choices.length })}
      </Left>
    </>
  );
}

interface GradedProps {
  choice: Choice;
  highest: number;
  grade: number;
  open: boolean;
  give: (grade: number) => void;
}

function Graded({ choice, highest, grade, open, give }: GradedProps) {
  const id = `choice-${choice.id}`;
  const first = useRef<HTMLInputElement>(null);
  return (
    <fieldset class="ds-card grading" disabled={!open}>
      <legend class="words said">{wordsOf(choice)}</legend>
      <div class="faint">
        <About choice={choice} />
      </div>
      <div class="grades">
        {Array.from({ length: highest }, (_grade, i) => (
          <label key={i}>
            <input
              ref={i === 0 ? first : null}
              type="radio"
              class="ds-input"
              name={id}
              checked={grade === i + 1}
              onChange={() => give(i + 1)}
            />
            <span>{gradeName(i + 1)}</span>
          </label>
        ))}
      </div>
      {grade > 0 && open && (
        <Small
          onClick={() => {
            give(0);
            first.current?.focus();
          }}
        >
          {_("Take the answer back")}
        </Small>
      )}
    </fieldset>
  );
}
