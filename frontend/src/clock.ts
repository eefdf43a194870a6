// The hall's clock. Every screen counts by the server's time, whatever its own clock says.
import { signal } from "@preact/signals";

import { _ } from "./i18n";
import type { Now } from "./protocol";

let ahead = 0;

/** The server said that its time is `now`, in an answer that took `tookMs` there and back. */
export function setServerTime(now: number, tookMs: number): void {
  ahead = Math.round(now + tookMs / 2 - Date.now());
}

/** The server's time, in whole milliseconds since 1970. */
export function serverNow(): number {
  return Date.now() + ahead;
}

let timer: ReturnType<typeof setTimeout> | undefined;

// Beats on the server's full second, so that all screens turn over together. Somebody must be
// looking: it stops where nothing reads it, and while the page is hidden.
const beat = signal(0, { watched: next, unwatched: stop });
let read = false;

function next(): void {
  read = true;
  stopTimer();
  if (document.hidden) return;
  timer = setTimeout(() => {
    beat.value += 1;
    next();
  }, 1020 - (serverNow() % 1000));
}

function stop(): void {
  read = false;
  stopTimer();
}

function stopTimer(): void {
  clearTimeout(timer);
  timer = undefined;
}

document.addEventListener("visibilitychange", () => {
  if (!read) return;
  beat.value += 1;
  next();
});

/** Milliseconds until `at`, below zero when it is past. What reads it is drawn anew each second. */
export function until(at: number): number {
  void beat.value;
  return at - serverNow();
}

/** Milliseconds left of the step, below zero when it is overdue, `null` where it has no clock. */
export function remaining(now: Now | null): number | null {
  if (now === null) return null;
  if (now.left !== null) return now.left;
  return now.ends_at === null ? null : until(now.ends_at);
}

/** How much of the step's planned time is left, from 1 to 0; `null` where it has no clock. */
export function shareLeft(now: Now): number | null {
  const left = remaining(now);
  return left === null ? null : Math.min(1, Math.max(0, left / ((now.minutes || 5) * 60_000)));
}

/** The clock in whole minutes, the same on every screen. They change too seldom to trouble anyone. */
export function clockWords(now: Now): string {
  const left = remaining(now);
  if (left === null) return "";
  if (now.left !== null) return _("The clock is paused");
  if (left <= 0) return _("Time is up");
  const minutes = Math.floor(wholeSeconds(left) / 60);
  return minutes ? _("{n} min left", { n: minutes }) : _("Less than 1 min left");
}

/** Minutes and seconds as `4:05`. What is overdue stands at `0:00`. */
export function clockText(ms: number): string {
  const seconds = wholeSeconds(ms);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

/** A second that has begun is told until it is over. */
function wholeSeconds(ms: number): number {
  return Math.max(0, Math.ceil(ms / 1000));
}
