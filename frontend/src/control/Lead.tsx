// What now, the clock, and the one large button that does the next thing.
import { useEffect, useState } from "preact/hooks";

import { until } from "../clock";
import { _, ngettext } from "../i18n";
import type { ControlView } from "../protocol";
import type { Frame } from "../socket";
import { Clock } from "./Clock";
import { Confirm, Do, Told } from "./Do";
import { focusSoon, useDesk } from "./desk";
import { kindBeside, stepName } from "./kinds";
import { Undo } from "./Undo";
import { countingWords, earlyWords, mayHaveGrace, nextStep, type NextThing, nextThing, nextWords, yesWords } from "./next";
import { Beside } from "./Private";

const LONG = 160; // of a question, where it is drawn smaller to keep the button in sight

export function Lead({ view }: { view: ControlView }) {
  const { now, workshop } = view;
  return (
    <section class="now" aria-label={_("Now")}>
      {now ? (
        <>
          <p class="quiet">
            {_("Step {no} of {count}", { no: now.no, count: now.count })}
            {kindBeside(now) && ` · ${kindBeside(now)}`}
            {!now.open && !workshop.ended && <strong> · {_("closed")}</strong>}
          </p>
          <h2 class="ds-heading" data-size="md">
            {stepName(now)}
          </h2>
          {now.question && <p class="question" data-long={now.question.text.length > LONG}>{now.question.text}</p>}
          <Beside step={now.id} detail={view.programme.find(({ id }) => id === now.id)?.detail ?? ""} />
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
      {thing ? <BigButton thing={thing} view={view} /> : <p>{_("The programme is empty. Put in a step first.")}</p>}
      <Undo view={view} />
      <Told place="main" />
      <After view={view} />
    </>
  );
}

/** How long a press is taken for a second press of the button that was here before. */
const SETTLES = 900;

interface Asked {
  question: string;
  yes: string;
  no?: string;
  color: "accent" | "danger";
}

/** What is asked before a grave act; null where the button acts at once. */
function gravity(thing: NextThing, counting: string | null, early: string | null): Asked | null {
  switch (thing.do) {
    case "open":
      return early ? { question: early, yes: _("Yes, start now"), no: _("No"), color: "accent" } : null;
    case "close":
      return counting ? { question: counting, yes: yesWords(thing.kind), color: "danger" } : null;
    case "end":
      return {
        question: _("End the workshop for everybody? It cannot be opened again."),
        yes: _("Yes, end it"),
        color: "danger",
      };
  }
}

/** It says what the screen shows: on a laptop that slept, that may be long past. */
function frameOf(thing: NextThing, { now }: ControlView): Frame {
  if (thing.do === "end") return { t: "end" };
  if (thing.do === "close") return { t: "close_step", step: thing.step };
  return { t: "open_step", step: thing.step, leaving: now?.id ?? "" };
}

/** Its place is the same whatever it does, so a double press must not do two things. */
function BigButton({ thing, view }: { thing: NextThing; view: ControlView }) {
  const { begins } = useDesk();
  const words = nextWords(thing);
  const face = `${words} ${thing.do === "end" ? "" : thing.step}`;
  const [armed, setArmed] = useState(face); // the first face is nobody's second press
  const [sure, setSure] = useState(false);
  const grave = gravity(thing, countingWords(view), earlyWords(view, begins));
  useEffect(() => {
    setSure(false);
    const soon = setTimeout(() => setArmed(face), SETTLES);
    return () => clearTimeout(soon);
  }, [face]);

  function frame() {
    if (!grave) return frameOf(thing, view);
    setSure(true);
    return null;
  }

  function cancel() {
    setSure(false);
    focusSoon("big");
  }

  return (
    <>
      <Do place="main" id="big" class="big" variant="primary" keys="b" ready={armed === face} frame={frame}>
        {words}
      </Do>
      {sure && grave && (
        <Confirm
          question={grave.question}
          no={grave.no}
          yes={
            <Do place="main" variant="primary" color={grave.color} frame={() => frameOf(thing, view)}>
              {grave.yes}
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
      <Do place="main" frame={() => ({ t: "grace", step: now.id })}>
        {seconds > 0
          ? _("Taking it in: {n} s", { n: seconds })
          : _("Five seconds more")}
      </Do>
    </div>
  );
}

function Ended() {
  const { links } = useDesk();
  if (!links.minutes) return <p>{_("The practice is over. Close it, and nothing of it is left.")}</p>;
  return (
    <div class="ended">
      <p>
        {_("The workshop is over, and all that was written is kept.")}{" "}
        {_("What remains is the attendance, to account for what was said, and the minutes.")}
      </p>
      <a class="ds-button big" data-variant="primary" href={links.attendance}>
        {_("Attendance")}
      </a>
      <a class="ds-button big" data-variant="secondary" href={links.workbench}>
        {_("Workbench")}
      </a>
      <a class="ds-button big" data-variant="secondary" href={links.minutes}>
        {_("Minutes of the meeting")}
      </a>
    </div>
  );
}
