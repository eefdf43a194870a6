// The programme: go to any step, skip one, put in another. One step at a time is opened for change.
import { useState } from "preact/hooks";

import { _, ngettext } from "../i18n";
import type { ControlView, Planned } from "../protocol";
import { Confirm, Do, Told } from "./Do";
import { focusSoon, useDesk } from "./desk";
import { Insert } from "./Insert";
import { kindBeside, stepName } from "./kinds";
import { countingWords, earlyWords, yesWords } from "./next";
import { Beside, ForgetNotes, WriteNote } from "./Private";

/** What the leader is to say is read in these; the other steps tell it when they are opened. */
const IN_SIGHT: readonly string[] = ["now", "next"];

export function Programme({ view }: { view: ControlView }) {
  const [chosen, setChosen] = useState<string | null>(null);
  return (
    <section aria-labelledby="programme-title" class="programme">
      <h2 id="programme-title" class="ds-heading" data-size="xs">
        {_("Programme")}
      </h2>
      <ol>
        {view.programme.map((step) => (
          <li key={step.id} data-state={step.state} aria-current={step.state === "now" ? "step" : undefined}>
            <button
              type="button"
              id={`step-${step.id}`}
              class="step"
              aria-expanded={chosen === step.id}
              onClick={() => setChosen(chosen === step.id ? null : step.id)}
            >
              <span class="step-name">
                <strong>{stepName(step)}</strong>
                {kindBeside(step) && <span class="quiet"> {kindBeside(step)}</span>}
                {step.question && <span class="quiet asks">{step.question}</span>}
              </span>
              <span class="step-side">
                <span class="state">{stateWords(step.state)}</span>
                {step.minutes > 0 && <span class="quiet">{_("{n} min", { n: step.minutes })}</span>}
              </span>
            </button>
            <Beside
              step={step.id}
              detail={IN_SIGHT.includes(step.state) || chosen === step.id ? step.detail : ""}
            />
            {chosen === step.id && (
              <Change key={step.id} step={step} view={view} done={() => setChosen(null)} />
            )}
          </li>
        ))}
      </ol>
      <ForgetNotes />
      {view.programme.length === 0 && !view.workshop.ended && (
        <Insert view={view} after={null} done={() => focusSoon("big")} />
      )}
    </section>
  );
}

function stateWords(state: string): string {
  switch (state) {
    case "past":
      return "✓ " + _("past");
    case "now":
      return "▶ " + _("now");
    case "next":
      return _("next");
    case "skipped":
      return "⤼ " + _("skipped");
    default:
      return _("coming");
  }
}

interface ChangeProps {
  step: Planned;
  view: ControlView;
  done: () => void;
}

function Change({ step, view, done }: ChangeProps) {
  const [mode, setMode] = useState<"choose" | "sure" | "insert">("choose");
  const { now, workshop } = view;
  const head = `step-${step.id}`;
  const here = step.state === "now";
  const counting = countingWords(view);
  const early = earlyWords(view, useDesk().begins);
  const leaving =
    now &&
    [
      _("“{now}” is open. Go to “{step}” all the same?", {
        now: stepName(now),
        step: stepName(step),
      }),
      ...passedWords(step, view),
    ].join(" ");
  const question = counting ?? early ?? leaving;
  const leave = () => {
    done();
    focusSoon(head);
  };
  if (workshop.ended) return <p>{_("The workshop is over.")}</p>;

  const yes = counting ? yesWords(now?.kind) : early ? _("Yes, start now") : _("Yes, go there");
  const go = (
    <Do place={head} variant="primary" frame={() => ({ t: "open_step", step: step.id, leaving: now?.id ?? "" })} after={leave}>
      {mode === "sure" ? yes : _("Go to this step")}
    </Do>
  );
  return (
    <div class="change">
      {mode === "sure" && question && (
        <Confirm question={question} yes={go} no={early ? _("No") : undefined} cancel={leave} />
      )}
      {mode === "insert" && <Insert view={view} after={step.id} done={leave} />}
      {mode === "choose" && (
        <div class="row">
          {!here &&
            (now?.open || early ? (
              <Plain press={() => setMode("sure")}>{_("Go to this step")}</Plain>
            ) : (
              go
            ))}
          {(step.state === "coming" || step.state === "next") && (
            <Do place={head} frame={() => ({ t: "skip_step", step: step.id })} after={leave}>
              {_("Skip it")}
            </Do>
          )}
          {step.state === "skipped" && isAhead(step, view) && (
            <Do place={head} frame={() => ({ t: "skip_step", step: step.id, on: false })} after={leave}>
              {_("Take it in again")}
            </Do>
          )}
          <Plain press={() => setMode("insert")}>{_("Put in a step after it")}</Plain>
        </div>
      )}
      <Told place={head} />
      <WriteNote step={step.id} />
    </div>
  );
}

/** How much of the programme a step so far ahead leaves out; it can be gone back to. */
function passedWords(step: Planned, { programme }: ControlView): string[] {
  const passed = programme
    .slice(0, programme.indexOf(step))
    .filter(({ state }) => state === "next" || state === "coming").length;
  if (passed === 0) return [];
  return [ngettext("{n} step is passed by.", "{n} steps are passed by.", passed)];
}

/** Left out; what was only passed by is gone to instead. */
function isAhead(step: Planned, { programme }: ControlView): boolean {
  return programme.indexOf(step) > programme.findIndex(({ state }) => state === "now");
}

function Plain({ press, children }: { press: () => void; children: string }) {
  return (
    <button type="button" class="ds-button" data-variant="secondary" onClick={press}>
      {children}
    </button>
  );
}
