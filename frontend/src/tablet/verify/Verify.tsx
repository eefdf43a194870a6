// The verification: each statement «this is how we understood you», with four answers to it, and a
// box for what it should have said. Fetched apart (`later.tsx`).
import { _ } from "../../i18n";
import type { Now } from "../../protocol";
import { inOrder, WHOLE } from "../../verification";
import { ProtectionLink, StepHeading } from "../Bits";
import { Marks } from "../Marks";
import { box, correctionOf } from "../memory";
import { OwnNotes } from "../OwnNotes";
import { PassOn } from "../PassOn";
import { useTablet } from "../tablet";
import { Asking } from "./Asking";
import { Came } from "./Came";

export function Verify({ now }: { now: Now }) {
  const { memory, parts } = useTablet();
  const verification = parts.verification.value;
  const statements = inOrder(parts.reopened.value ?? {});
  const mine = memory.own.value.filter((note) => note.question.endsWith(correctionOf("")));
  const boxes = [WHOLE, ...statements.map(({ id }) => id)].map((id) => box.alone(correctionOf(id)));
  return (
    <section class="stack">
      <StepHeading step={now.id}>{now.title || _("Have we understood you?")}</StepHeading>
      {verification === null || statements.length === 0 ? (
        <p class="ds-alert" data-color="info">
          {_("Nothing from an earlier workshop has been brought here, so there is nothing for you to do. The next step comes by itself.")}
        </p>
      ) : now.open ? (
        <>
          <p>
            {_("This is how the administration understood you in workshop {n}. Read one at a time and answer, skip what you like.", { n: verification.number })}
          </p>
          <p>
            {_("Nobody can find out from this system what you answer or write. But what you write can give you away.")}{" "}
            <ProtectionLink />
          </p>
          {/* Whoever the tablet is passed on to begins afresh. */}
          <Asking key={memory.hand(now.id)} verification={verification} statements={statements} />
        </>
      ) : (
        <Came verification={verification} statements={statements} />
      )}
      {!now.open && <OwnNotes title={_("What you wrote")} notes={mine} open={false} />}
      <PassOn step={now.id} notes={mine} from={boxes} />
      <Marks step={now.id} />
    </section>
  );
}

/** At the end the hall can read it once more. */
export function Verified() {
  const { parts } = useTablet();
  const verification = parts.verification.value;
  const statements = inOrder(parts.reopened.value ?? {});
  if (verification === null || statements.length === 0) return null;
  return (
    <details class="ds-details" data-variant="default">
      <summary>{_("What you were asked: have we understood you?")}</summary>
      <div class="stack">
        <Came verification={verification} statements={statements} />
      </div>
    </details>
  );
}
