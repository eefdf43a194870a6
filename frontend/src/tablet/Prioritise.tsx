// Dots, points or grades on what the tables put forward. It is a prioritering, never a vote.
// Fetched apart, as the other steps that come late (`later.tsx`).
import { _ } from "../i18n";
import type { Now } from "../protocol";
import { ProtectionLink, StepHeading } from "./Bits";
import { Dots } from "./Dots";
import { Grading } from "./Grading";
import { PassOn } from "./PassOn";
import { Points } from "./Points";
import { Results } from "./Results";
import { useTablet } from "./tablet";

const WAYS = { dots: Dots, points: Points, scale: Grading };

export function Prioritise({ now }: { now: Now }) {
  const prioritising = useTablet().parts.prioritising.value;
  return (
    <section class="stack">
      <StepHeading step={now.id}>{now.title || _("Prioritising")}</StepHeading>
      {prioritising?.result ? (
        <Results prioritising={prioritising} result={prioritising.result} />
      ) : prioritising === null || prioritising.choices.length === 0 ? (
        <p class="ds-alert" data-color="info">
          {_("There is nothing to prioritise yet.")}
        </p>
      ) : (
        <Way prioritising={prioritising} open={now.open} />
      )}
    </section>
  );
}

function Way({ prioritising, open }: Parameters<typeof Dots>[0]) {
  const { method, dots } = prioritising;
  const One = WAYS[method];
  return (
    <>
      <p>
        {method === "dots"
          ? _("Place up to {n} dots on what matters most. You can change your mind until it closes.", { n: dots })
          : method === "points"
            ? _("You have {n} points. Give most to what matters most. You can change your mind until it closes.", { n: dots })
            : _("How far do you agree? Leave out what you would rather not answer. You can change your mind until it closes.")}
      </p>
      <p>
        {_("Nobody can find out from this system how you prioritise: not the person beside you, not the process leader, not IT. Only somebody who looks at your screen can see it, and you get no receipt that you could be asked to show.")}{" "}
        <ProtectionLink />
      </p>
      <One prioritising={prioritising} open={open} />
      <PassOn step={prioritising.step} />
    </>
  );
}
