// Arithmetic of the shared clock. Frames name the time itself, so that sending twice changes nothing.
import { language } from "../i18n";
import type { Now } from "../protocol";

type ClockChange = { step: string; ends_at: number } | { step: string; left: number };

const MINUTE = 60_000;

/** Add or take minutes. A clock that is not there, or has run out, counts from this moment. */
export function addMinutes(now: Now, minutes: number, at: number): ClockChange {
  const change = minutes * MINUTE;
  if (now.left !== null) return { step: now.id, left: Math.max(0, now.left + change) };
  const from = Math.max(now.ends_at ?? at, at);
  return { step: now.id, ends_at: Math.max(at, from + change) };
}

/** Stop a running clock where it is, or set a paused one going again. */
export function pauseOrResume(now: Now, at: number): ClockChange | null {
  if (now.left !== null) return { step: now.id, ends_at: at + now.left };
  if (now.ends_at !== null) return { step: now.id, left: Math.max(0, now.ends_at - at) };
  return null;
}

/** A clock for a step that has none: the minutes it was planned with, or five. */
export function startClock(now: Now, at: number): ClockChange {
  return { step: now.id, ends_at: at + (now.minutes || 5) * MINUTE };
}

/** The time of day where the municipality is, as it is written there. */
export function timeOfDay(at: number): string {
  const zone = { hour: "2-digit", minute: "2-digit", timeZone: "Europe/Oslo" } as const;
  const time = new Intl.DateTimeFormat("nb", zone).format(at);
  return language.value === "en" ? time : time.replace(":", ".");
}
