// The clock that all see, and the buttons that move it. It says that time is up; it closes nothing.
import { clockText, clockWords, remaining, serverNow } from "../clock";
import { _ } from "../i18n";
import type { Now } from "../protocol";
import { Ring } from "../Ring";
import { Sound } from "../sound";
import { Do, Told } from "./Do";
import { addMinutes, pauseOrResume, startClock } from "./time";

export function Clock({ now }: { now: Now }) {
  const left = remaining(now);
  const paused = now.left !== null;
  const over = left !== null && left <= 0;
  const state =
    left === null
      ? _("No clock on this step")
      : over
        ? _("Time is up. Nothing closes by itself.")
        : clockWords(now);
  return (
    <div class="clock" data-over={over}>
      <div class="row">
        <Ring now={now} />
        {left !== null && (
          <p class="digits" role="timer">
            {clockText(left)}
          </p>
        )}
        <p role="status">{state}</p>
      </div>
      <div class="row">
        {left === null ? (
          <Do place="clock" frame={() => ({ t: "clock", ...startClock(now, serverNow()) })}>
            {_("Start a clock: {n} min", { n: now.minutes || 5 })}
          </Do>
        ) : (
          <>
            <Add now={now} minutes={-1} keys="-" />
            <Add now={now} minutes={1} keys="Plus" />
            <Add now={now} minutes={5} />
            <Do place="clock" keys="p" frame={() => pausing(now)}>
              {paused ? _("Go on") : _("Stop it")}
            </Do>
          </>
        )}
      </div>
      <div class="row sound">
        <Sound now={now} />
      </div>
      <Told place="clock" />
    </div>
  );
}

function Add({ now, minutes, keys }: { now: Now; minutes: number; keys?: string }) {
  const words = minutes > 0 ? _("+{n} min", { n: minutes }) : _("−{n} min", { n: -minutes });
  return (
    <Do
      place="clock"
      keys={keys}
      frame={() => ({ t: "clock", ...addMinutes(now, minutes, serverNow()) })}
    >
      {words}
    </Do>
  );
}

function pausing(now: Now) {
  const change = pauseOrResume(now, serverNow());
  return change && ({ t: "clock", ...change } as const);
}
