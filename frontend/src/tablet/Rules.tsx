// The ground rules. Nobody writes before they have said yes to them, however late they come.
import { _ } from "../i18n";
import { Icon, ProtectionLink, StepHeading } from "./Bits";
import { useTablet } from "./tablet";

export function Rules({ step }: { step: string }) {
  const { memory, parts } = useTablet();
  const { accepted } = memory.device.value;
  return (
    <section class="stack narrow">
      <StepHeading step={`${step} ${accepted}`}>{_("Ground rules")}</StepHeading>
      <ul class="ds-list rules">
        <li>{_("What you write is used to find out which direction the plan should take, and stands without a name in the minutes.")}</li>
        <li>{_("We do not record, film or stream.")}</li>
        <li>{_("Your notes are anonymous to everybody. What you write can still give you away, so leave out names.")}</li>
        <li>{_("Disagree with the matter, not with the person. The minority's view is kept.")}</li>
        <li>{_("The administration cannot write notes, prioritise or change your words.")}</li>
      </ul>
      <p>
        <ProtectionLink />
      </p>
      {accepted ? (
        <p class="done" role="status">
          <Icon name="check" />
          {_("You are in. {n} of {all} tablets have said yes.", {
            n: parts.hall.value?.accepted ?? 0,
            all: parts.hall.value?.tablets ?? 0,
          })}
        </p>
      ) : (
        <button
          type="button"
          class="ds-button big"
          onClick={() => {
            memory.setDevice({ accepted: true });
            // Whoever comes while the hall writes can type at once: the box is drawn by then.
            queueMicrotask(() => document.getElementById("note")?.focus());
          }}
        >
          {_("I am in")}
        </button>
      )}
    </section>
  );
}
