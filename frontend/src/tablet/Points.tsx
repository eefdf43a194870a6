// Ten points, as many on each choice as one likes: with a button for one more and one for one less.
import { useSignal } from "@preact/signals";

import { _, ngettext } from "../i18n";
import { amount } from "../methods";
import type { Choice } from "../protocol";
import { wordsOf } from "../words";
import { About, Left, sum, useBallot, type WayProps } from "./Ballot";

export function Points({ prioritising, open }: WayProps) {
  const full = useSignal(false);
  const { dots, choices, step } = prioritising;
  const { marks, marksNow, change } = useBallot(step);
  const left = dots - sum(marks);

  function give(id: string, more: 1 | -1): void {
    const had = marksNow()[id] ?? 0;
    full.value = more > 0 && sum(marksNow()) >= dots;
    if (open && !full.value && had + more >= 0) change(id, had + more);
  }

  return (
    <>
      <ul class="choices" aria-label={_("What the tables put forward")}>
        {choices.map((choice) => (
          <Option
            key={choice.id}
            choice={choice}
            points={marks[choice.id] ?? 0}
            more={open && left > 0}
            less={open}
            give={give}
          />
        ))}
      </ul>
      <Left prioritising={prioritising} open={open} used={sum(marks)}>
        {full.value
          ? _("All your points are given. Take one back first.")
          : ngettext("{n} point left", "{n} points left", left)}
      </Left>
    </>
  );
}

interface OptionProps {
  choice: Choice;
  points: number;
  more: boolean;
  less: boolean;
  give: (id: string, more: 1 | -1) => void;
}

/** A button that can do nothing just now keeps the focus, and says so. */
function Option({ choice, points, more, less, give }: OptionProps) {
  const id = `choice-${choice.id}`;
  return (
    <li class="ds-card pointed" data-given={points > 0}>
      <p class="words said" id={id}>
        {wordsOf(choice)}
      </p>
      <div class="faint">
        <About choice={choice} />
      </div>
      <div class="stepper" role="group" aria-labelledby={id}>
        <button
          type="button"
          class="ds-button"
          data-variant="secondary"
          aria-label={_("One point less")}
          aria-disabled={!less || points === 0}
          onClick={() => give(choice.id, -1)}
        >
          <span aria-hidden="true">−</span>
        </button>
        <output aria-label={amount("points", points)}>{points}</output>
        <button
          type="button"
          class="ds-button"
          data-variant="secondary"
          aria-label={_("One point more")}
          aria-disabled={!more}
          onClick={() => give(choice.id, 1)}
        >
          <span aria-hidden="true">+</span>
        </button>
      </div>
    </li>
  );
}
