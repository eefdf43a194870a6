// What the process leader should look at, told quietly and on this screen alone: no sound, nothing
// on the projector. Each is put to rest with a press.
import type { ComponentChildren } from "preact";
import { useRef, useState } from "preact/hooks";

import { remaining, until } from "../clock";
import { _, language, ngettext } from "../i18n";
import type { ControlView } from "../protocol";
import { Cut, Cuts, Reckoning, reckon, useCutting } from "./Cutting";
import { focusSoon } from "./desk";
import { nextStep } from "./next";
import { comesFromFew, type Memory, quiet, remember } from "./quiet";

interface Alarm {
  /** What it is about: put to rest, each of these is not told again. */
  about: readonly string[];
  words: string;
  more?: ComponentChildren;
  act?: ComponentChildren;
}

export function Alarms({ view }: { view: ControlView }) {
  const memory = useRef<Memory | null>(null);
  const [rested, setRested] = useState<ReadonlySet<string>>(new Set());
  const cutting = useCutting();
  until(0); // looks again each second
  memory.current = remember(memory.current, view, Date.now());
  const alarms = [
    ...silent(view, memory.current, rested),
    ...late(view, cutting),
    ...unended(view),
  ].filter(({ about }) => !about.every((one) => rested.has(one)));

  function rest({ about }: Alarm) {
    setRested(new Set([...rested, ...about]));
    focusSoon("alarms");
  }

  return (
    <section id="alarms" tabIndex={-1} class="alarms" aria-label={_("Worth a look")}>
      <p class="ds-sr-only" role="status">
        {alarms.map(({ words }) => words).join(" ")}
      </p>
      {alarms.map((alarm) => (
        <div key={alarm.about[0]} class="alarm">
          <p>
            <strong>{alarm.words}</strong>
          </p>
          {alarm.more}
          <div class="row">
            {alarm.act}
            <button type="button" class="ds-button" data-variant="tertiary" onClick={() => rest(alarm)}>
              {_("I know")}
            </button>
          </div>
        </div>
      ))}
      <Cuts view={view} cutting={cutting} />
    </section>
  );
}

/** Tables that write nothing, and notes from few tablets. */
function silent(view: ControlView, memory: Memory | null, rested: ReadonlySet<string>): Alarm[] {
  const at = Date.now();
  const mark = (what: string | number) => `${memory?.step} ${what}`;
  const tables = quiet(memory, view, at).filter(({ no }) => !rested.has(mark(no)));
  const names = new Intl.ListFormat(language.value).format(tables.map(({ name }) => name));
  const found: Alarm[] = [];
  if (tables.length > 0) {
    const words = ngettext(
      "{tables} has written nothing for three minutes.",
      "{tables} have written nothing for three minutes.",
      tables.length,
      { tables: names },
    );
    found.push({ about: tables.map(({ no }) => mark(no)), words });
  }
  if (comesFromFew(memory, view, at)) {
    const words = _("Fewer than half of the tablets have written anything.");
    const more = <p>{_("Is anybody stuck, or without a tablet? Whoever would rather write on paper may.")}</p>;
    found.push({ about: [mark("few")], words, more });
  }
  return found;
}

const AGAIN_AFTER = 5; // minutes later still

function late(view: ControlView, cutting: ReturnType<typeof useCutting>): Alarm[] {
  const reckoning = reckon(view);
  if (!reckoning) return [];
  return [
    {
      about: [`late ${Math.floor(reckoning.over / AGAIN_AFTER)}`],
      words: _("The time does not hold for the programme."),
      more: <Reckoning late={reckoning} />,
      act: reckoning.cuts.length > 0 && <Cut cuts={reckoning.cuts} cutting={cutting} />,
    },
  ];
}

/** The last question is sealed only when the workshop is ended. */
function unended(view: ControlView): Alarm[] {
  const { now, workshop } = view;
  if (!now || workshop.ended || nextStep(view)) return [];
  const left = remaining(now);
  if (now.open && now.kind !== "end" && (left === null || left > 0)) return [];
  const words = _("This was the last step. Remember to end the workshop.");
  const more = <p>{_("Only then is what was written on the last question sealed.")}</p>;
  return [{ about: ["end"], words, more }];
}
