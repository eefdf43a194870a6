// Where a note ended, for whoever wrote it: in which statement, and what was said of that since.
import { _, fromBase } from "../i18n";
import type { Bearing, Unused } from "../protocol";
import type { Asked, Became as End, Stood, Way } from "./follow";

const BEARS: Record<Bearing, () => string> = {
  supports: () => _("It supports this statement:"),
  contradicts: () => _("It speaks against this statement:"),
  nuances: () => _("It adds a nuance to this statement:"),
};
const WHY: Record<Unused, () => string> = {
  unclear: () => _("it is unclear what is meant"),
  elsewhere: () => _("it is about something else than the question"),
  nothing_new: () => _("it agrees, and says nothing more"),
};

/** `plan`: the code of the plan process, under which each statement has a page; or nothing. */
export function Became({ end, plan }: { end: End; plan: string }) {
  return (
    <div class="became stack">
      {end.fate === "merged" && (
        <div>
          <p>{_("It is taken together with another that says the same:")}</p>
          <p class="words" dir="auto">
            {end.into || _("It is hidden.")}
          </p>
        </div>
      )}
      {end.why && (
        <p>
          {_("Not used: {reason}.", { reason: WHY[end.why]() })} <span dir="auto">{end.words}</span>
        </p>
      )}
      {end.ways.map((way) => (
        <Followed key={way.statement} way={way} plan={plan} />
      ))}
      {end.fate === "open" && <p>{_("It has no end in the write-up yet.")}</p>}
    </div>
  );
}

function Followed({ way, plan }: { way: Way; plan: string }) {
  const { statement, bearing, steps } = way;
  const address = `plan/${plan}/trad/${encodeURIComponent(statement)}`;
  return (
    <div>
      <p>{bearing ? BEARS[bearing]() : _("It is used in this statement:")}</p>
      <ol class="way">
        {steps.map((step, i) => (
          <li key={i}>{"asked" in step ? <Answers step={step} /> : <Wording step={step} first={i === 0} />}</li>
        ))}
      </ol>
      {plan && (
        <p>
          <a class="ds-link" href={fromBase(address).href}>
            {_("Follow the statement to the plan")}
          </a>
        </p>
      )}
    </div>
  );
}

function Wording({ step, first }: { step: Stood; first: boolean }) {
  const { number, version, text, withdrawn, direction } = step;
  const after = { n: number, version };
  return (
    <>
      <p class="quiet">
        {first
          ? _("After workshop {n}, version {version}", after)
          : _("After workshop {n} it stands like this, version {version}", after)}
      </p>
      <blockquote class="words" dir="auto">
        {text}
      </blockquote>
      {direction && (
        <p>
          <span class="ds-tag" data-color="success">
            ✓ {_("Political direction")}
          </span>
        </p>
      )}
      {withdrawn && (
        <p>
          {_("It is withdrawn:")} <span dir="auto">{withdrawn}</span>
        </p>
      )}
    </>
  );
}

function Answers({ step: { number, asked, answers } }: { step: Asked }) {
  const [understood = 0, partly = 0, wrong = 0, lacks = 0] = answers;
  if (!asked) return <p>{_("Workshop {n} never came to it.", { n: number })}</p>;
  if (answers.length === 0) {
    return <p>{_("Workshop {n} was asked. Too few answered for the figures to be shown.", { n: number })}</p>;
  }
  return (
    <p>
      {_(
        "Workshop {n} was asked whether that was understood: {understood} said understood, {partly} partly, {wrong} wrong, and {lacks} that something is missing.",
        { n: number, understood, partly, wrong, lacks },
      )}
    </p>
  );
}
