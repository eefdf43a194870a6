// How many of its questions a ballot answers, and what becomes of it. Always in sight.
import { _ } from "../i18n";
import type { Refusal } from "../socket";
import { refusalWords } from "../words";
import { Icon, Small, useDelay } from "./Bits";
import type { OwnBallot } from "./memory";
import { useTablet } from "./tablet";

export function Answered({ step, of }: { step: string; of: number }) {
  const { memory, outbox } = useTablet();
  const ballot = memory.ballots.value[step];
  const marks = ballot?.marks ?? {};
  return (
    <div class="dots-left">
      <p role="status">{_("{n} of {all} answered", { n: Object.keys(marks).length, all: of })}</p>
      {ballot && <Fate ballot={ballot} again={() => outbox.cast(step, marks)} />}
    </div>
  );
}

function Fate({ ballot, again }: { ballot: OwnBallot; again: () => void }) {
  const delay = useDelay(_("Saving …"));
  if (ballot.state === "refused") {
    return (
      <div class="ds-alert" data-color="warning" role="status">
        <p>
          {_("The last change is not stored.")} {ballot.code && whyNot(ballot.code)}
        </p>
        <Small onClick={again}>{_("Send again")}</Small>
      </div>
    );
  }
  const stored = ballot.state === "stored";
  return (
    <p class="state" data-good={stored || undefined} role="status">
      <Icon name={stored ? "check" : "wait"} /> {stored ? _("Stored") : delay}
    </p>
  );
}

/** Some refusals have words of their own for dots, which nobody places here. */
function whyNot(code: Refusal): string {
  if (code === "counted") return _("It is closed now.");
  const full = code === "no_more_ballots" || code === "no_ballot";
  return full ? _("As many at your table as it has seats have answered.") : refusalWords(code);
}
