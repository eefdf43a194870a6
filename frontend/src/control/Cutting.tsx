// When the time does not hold: how late it gets, a proposal how to cut, and the way back from it.
import { useState } from "preact/hooks";

import { remaining, serverNow } from "../clock";
import { _, language, ngettext } from "../i18n";
import type { ControlView } from "../protocol";
import type { Frame } from "../socket";
import { coming, type Cut as Proposed, doneAt, propose, winning } from "./cuts";
import { Told } from "./Do";
import { useDesk } from "./desk";
import { stepName } from "./kinds";
import { timeOfDay } from "./time";

const MINUTE = 60_000;
const LATE = 2; // minutes: what is less nobody notices
const LOST = 3 * 60; // minutes after the time: another evening than the one that was planned

interface Late {
  ends: number;
  /** Whole minutes. */
  over: number;
  cuts: Proposed[];
}

/** Null where the time holds, or nothing is under way. */
export function reckon({ now, programme, workshop }: ControlView): Late | null {
  if (!now || workshop.ended || !workshop.ends) return null;
  const ends = doneAt(now, programme, remaining(now), serverNow());
  const over = Math.ceil((ends - workshop.ends) / MINUTE);
  if (over < LATE || serverNow() - workshop.ends > LOST * MINUTE) return null;
  return { ends, over, cuts: propose(coming(programme), over) };
}

/** What was cut from this page, so that it can be taken back. */
export function useCutting() {
  const desk = useDesk();
  const [done, setDone] = useState<readonly Proposed[]>([]);

  /** One after the other; what the server did not take stays as it was. */
  async function each(cuts: readonly Proposed[], frame: (cut: Proposed) => Frame): Promise<readonly Proposed[]> {
    const stored: Proposed[] = [];
    for (const cut of cuts) {
      if (!(await desk.ask("cuts", frame(cut)))) break;
      stored.push(cut);
    }
    return stored;
  }

  return {
    done,
    cut: async (cuts: readonly Proposed[]) => {
      const cut = await each(cuts, cutting);
      setDone((before) => [...before, ...cut]);
    },
    takeBack: async (cuts: readonly Proposed[]) => {
      const back = await each(cuts, restoring);
      setDone((before) => before.filter((cut) => !back.includes(cut)));
    },
  };
}

type Cutting = ReturnType<typeof useCutting>;

function cutting({ step: { id }, to }: Proposed): Frame {
  return to === null ? { t: "skip_step", step: id } : { t: "set_minutes", step: id, minutes: to };
}

function restoring({ step: { id, minutes }, to }: Proposed): Frame {
  if (to === null) return { t: "skip_step", step: id, on: false };
  return { t: "set_minutes", step: id, minutes };
}

export function Reckoning({ late: { ends, over, cuts } }: { late: Late }) {
  const won = winning(cuts);
  return (
    <>
      <p>
        {ngettext(
          "As it stands you are done at {time}, {n} minute late.",
          "As it stands you are done at {time}, {n} minutes late.",
          over,
          { time: timeOfDay(ends) },
        )}
      </p>
      {cuts.length > 0 ? (
        <>
          <p>{_("This can be cut:")}</p>
          <ul>
            {named(cuts).map((cut) => (
              <li key={cut}>{cut}</li>
            ))}
          </ul>
          <p>{thenWords(ends - won * MINUTE, over - won)}</p>
        </>
      ) : (
        <p>{_("There is nothing left that could be cut.")}</p>
      )}
    </>
  );
}

function thenWords(ends: number, over: number): string {
  const time = timeOfDay(ends);
  if (over <= 0) return _("Then you are done at {time}.", { time });
  return ngettext(
    "Then you are done at {time}, {n} minute late.",
    "Then you are done at {time}, {n} minutes late.",
    over,
    { time },
  );
}

export function Cut({ cuts, cutting }: { cuts: readonly Proposed[]; cutting: Cutting }) {
  const { able } = useDesk();
  return (
    <button
      type="button"
      class="ds-button"
      data-variant="secondary"
      aria-disabled={!able.value}
      onClick={() => void cutting.cut(cuts)}
    >
      {_("Cut it like this")}
    </button>
  );
}

function named(cuts: readonly Proposed[]): string[] {
  return cuts.map(({ step, to }) =>
    to === null
      ? _("all of “{step}”", { step: stepName(step) })
      : _("{n} min of “{step}”", { n: step.minutes - to, step: stepName(step) }),
  );
}

/** What was cut, for as long as those steps are ahead. */
export function Cuts({ view, cutting }: { view: ControlView; cutting: Cutting }) {
  const ahead = cutting.done.filter(({ step: { id } }) =>
    view.programme.some((step) => step.id === id && !["past", "now"].includes(step.state)),
  );
  return (
    <>
      <Told place="cuts" />
      {ahead.length > 0 && (
        <div class="alarm">
          <p>{_("Cut: {cuts}.", { cuts: new Intl.ListFormat(language.value).format(named(ahead)) })}</p>
          <button
            type="button"
            class="ds-button"
            data-variant="tertiary"
            onClick={() => void cutting.takeBack(ahead)}
          >
            {_("Take the cut back")}
          </button>
        </div>
      )}
    </>
  );
}
