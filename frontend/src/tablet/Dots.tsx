// At most five dots, one on each choice.
import { useSignal } from "@preact/signals";

import { _, ngettext } from "../i18n";
import type { Choice } from "../protocol";
import { wordsOf } from "../words";
import { About, Left, sum, useBallot, type WayProps } from "./Ballot";

export function Dots({ prioritising, open }: WayProps) {
  const full = useSignal(false);
  const { dots, choices, step } = prioritising;
  const { marks, marksNow, change } = useBallot(step);

  function toggle(id: string, on: boolean): boolean {
    full.value = on && sum(marksNow()) >= dots;
    if (full.value) return false;
    change(id, on ? 1 : 0);
    return true;
  }

  return (
    <>
      <fieldset class="choices" disabled={!open}>
        <legend class="ds-sr-only">{_("What the tables put forward")}</legend>
        {choices.map((choice) => (
          <Option key={choice.id} choice={choice} on={choice.id in marks} toggle={toggle} />
        ))}
      </fieldset>
      <Left prioritising={prioritising} open={open} used={sum(marks)}>
        {full.value
          ? _("All your dots are placed. Take one back first.")
          : ngettext("{n} dot left", "{n} dots left", dots - sum(marks))}
      </Left>
    </>
  );
}

interface OptionProps {
  choice: Choice;
  on: boolean;
  toggle: (id: string, on: boolean) => boolean;
}

function Option({ choice, on, toggle }: OptionProps) {
  const id = `choice-${choice.id}`;
  return (
    <div class="ds-field" data-variant="outline">
      <input
        type="checkbox"
        class="ds-input"
        id={id}
        checked={on}
        onChange={(event) => {
          const box = event.currentTarget;
          if (!toggle(choice.id, box.checked)) box.checked = on;
        }}
      />
      <label for={id} class="words">
        {wordsOf(choice)}
      </label>
      <div data-field="description">
        <About choice={choice} />
      </div>
    </div>
  );
}
