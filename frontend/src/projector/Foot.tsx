// The foot of a picture: the clock, and the tables that are ready as words and as marks.
import { clockText, clockWords, remaining } from "../clock";
import { _ } from "../i18n";
import type { Hall, Now, ProjectorView } from "../protocol";
import { Ring } from "../Ring";

/** The clock, or a hole of its size. */
export function Clock({ now }: { now: Now | null }) {
  const left = remaining(now);
  if (now === null || left === null) return <div class="clock" />;
  if (left <= 0 && now.left === null) {
    return (
      <div class="clock">
        <p class="up">{clockWords(now)}</p>
      </div>
    );
  }
  return (
    <div class="clock">
      <Ring now={now} />
      <div>
        <p class="digits" role="timer">
          {clockText(left)}
        </p>
        <p>{clockWords(now)}</p>
      </div>
    </div>
  );
}

export function Foot({ view, ready }: { view: ProjectorView; ready?: boolean }) {
  return (
    <footer>
      <Clock now={view.now} />
      {ready && view.hall.tables > 0 && <Ready hall={view.hall} />}
    </footer>
  );
}

function Ready({ hall }: { hall: Hall }) {
  return (
    <div class="ready">
      <p>{_("{ready} of {tables} tables are ready", { ready: hall.ready, tables: hall.tables })}</p>
      <p class="marks" aria-hidden="true">
        {Array.from({ length: hall.tables }, (_none, i) => (
          <span key={i} data-ready={i < hall.ready}>
            {i < hall.ready ? "✓" : ""}
          </span>
        ))}
      </p>
    </div>
  );
}

/** The time of day in the hall when a clock runs out, as hh:mm. */
export function timeOfDay(at: number): string {
  const time = new Date(at);
  return [time.getHours(), time.getMinutes()].map((n) => String(n).padStart(2, "0")).join(":");
}
