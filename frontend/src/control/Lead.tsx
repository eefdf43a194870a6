// What now, the clock, and the one large button that does the next thing.
import { useEffect, useRef, useState } from "preact/hooks";

import { until } from "../clock";
import { _, ngettext } from "../i18n";
import type { ControlView } from "../protocol";
import { Clock } from "./Clock";
import { Confirm, Do, Told } from "./Do";
import { focusSoon, useDesk } from "./desk";
import { kindName, stepName } from "./kinds";
import { countingWords, mayHaveGrace, nextStep, type NextThing, nextThing, nextWords, yesWords } from "./next";

const LONG = 160; // of a question, where it is drawn smaller to keep the button in sight

export function Lead({ view }: { view: ControlView }) {
  const { now, workshop } = view;
  return (
    <section class="now" aria-label={_("Now")}>
      {now ? (
        <>
          <p class="quiet">
            {_("Step {no} of {count}", { no: now.no, count: now.count })}
            {now.title && ` · ${kindName(now.kind)}`}
            {!now.open && !workshop.ended && <strong> · {_("closed")}</strong>}
          </p>
          <h2 class="ds-heading" data-size="md">
            {stepName(now)}
          </h2>
          {now.question && <p class="question" data-long={now.question.text.length > LONG}>{now.question.text}</p>}
        </>
      ) : (
        <h2 class="ds-heading" data-size="md">
          {_("The workshop has not begun")}
        </h2>
      )}
      {workshop.ended ? <Ended /> : <Steer view={view} />}
    </section>
  );
}

function Steer({ view }: { view: ControlView }) {
  const thing = nextThing(view);
  return (
    <>
      {view.now?.open && <Clock now={view.now} />}
      {mayHaveGrace(view) && <Grace view={view} />}
      {thing ? <BigButton thing={thing} counting={countingWords(view)} /> : <p>{_("The programme is empty. Put in a step first.")}</p>}
      <Told place="main" />
      <After view={view} />
    </>
  );
}

/** How long a press is taken for a second press of the button that was here before. */
const SETTLES = 900;

/** Its place is the same whatever it does, so a double press must not do two things. */
function BigButton({ thing, counting }: { thing: NextThing; counting: string | null }) {
  const [sure, setSure] = useState(false);
  const words = nextWords(thing);
  const step = thing.do === "end" ? null : thing.step;
  const changed = useRef(0);
  useEffect(() => {
    changed.current = performance.now();
    setSure(false);
  }, [words, step]);

  function frame() {
    if (changed.current > 0 && performance.now() - changed.current < SETTLES) return null;
    if (thing.do === "end" || (thing.do === "close" && counting)) {
      setSure(true);
      return null;
    }
    return { t: thing.do === "open" ? "open_step" : "close_step", step: thing.step } as const;
  }

  function cancel() {
    setSure(false);
    focusSoon("big");
  }

  return (
    <>
      <Do place="main" id="big" class="big" variant="primary" frame={frame}>
        {words}
      </Do>
      {sure && thing.do === "close" && counting && (
        <Confirm
          question={counting}
          yes={
            <Do place="main" variant="primary" color="danger" frame={() => ({ t: "close_step", step: thing.step })}>
              {yesWords(thing.kind)}
            </Do>
          }
          cancel={cancel}
        />
      )}
      {sure && thing.do === "end" && (
        <Confirm
          question={_("End the workshop for everybody? It cannot be opened again.")}
          yes={
            <Do place="main" variant="primary" color="danger" frame={() => ({ t: "end" })}>
              {_("Yes, end it")}
            </Do>
          }
          cancel={cancel}
        />
      )}
    </>
  );
}

function After({ view }: { view: ControlView }) {
  const next = nextStep(view);
  if (!view.now) return null;
  return (
    <p class="after">
      {_("After this:")}{" "}
      {next ? (
        <>
          <strong>{stepName(next)}</strong>
          {next.minutes > 0 && ", " + _("{n} min", { n: next.minutes })}
          {next.question && next.question !== view.now.question?.text && <span class="quiet"> – {next.question}</span>}
        </>
      ) : (
        <strong>{_("nothing more in the programme")}</strong>
      )}
    </p>
  );
}

/** Nothing typed is lost because the leader was quick: who is not done gets five seconds. */
function Grace({ view }: { view: ControlView }) {
  const { now, counts } = view;
  if (!now) return null;
  const seconds = Math.ceil(until(now.grace_until) / 1000);
  return (
    <div class="grace">
      <p role="status">
        {counts.drafting > 0
          ? ngettext("{n} tablet has something unsent.", "{n} tablets have something unsent.", counts.drafting)
          : _("No tablet has anything unsent.")}
      </p>
      <div class="row">
        <Do place="main" frame={() => ({ t: "grace", step: now.id })}>
          {seconds > 0
            ? _("Taking it in: {n} s", { n: seconds })
            : _("Five seconds more")}
        </Do>
        <Do place="main" variant="tertiary" frame={() => ({ t: "open_step", step: now.id })}>
          {_("Open it again")}
        </Do>
      </div>
    </div>
  );
}

function Ended() {
  const { links } = useDesk();
  return (
    <div class="ended">
      <p>
        {_("The workshop is over, and all that was written is kept.")}{" "}
        {_("What remains is the attendance and the minutes.")}
      </p>
      <a class="ds-button big" data-variant="primary" href={links.attendance}>
        {_("Attendance")}
      </a>
      <a class="ds-button big" data-variant="secondary" href={links.minutes}>
        {_("Minutes of the meeting")}
      </a>
    </div>
  );
}
