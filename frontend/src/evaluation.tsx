// What the evaluation asks, and what came of it: in the same words and drawings on every screen.
import { _, language } from "./i18n";
import type { Measure } from "./protocol";

export const GRADES = [1, 2, 3, 4, 5] as const;

const MEASURES: Record<Measure, () => string> = {
  role: () => _("I knew what was expected of me."),
  trust: () => _("It was safe to say what I mean."),
  heard: () => _("I was listened to."),
  ownership: () => _("What we came to is mine as well."),
  useful: () => _("The workshop was worth the time."),
};

export function measureWords(measure: string): string {
  return MEASURES[measure as Measure]();
}

export const lowWords = () => _("To a very small degree");
export const highWords = () => _("To a very large degree");

export const answersOf = (grades: readonly number[]) => grades.reduce((sum, given) => sum + given, 0);

/** With one decimal, halves upwards, as in the minutes. */
export function meanOf(grades: readonly number[]): string {
  const points = grades.reduce((sum, given, i) => sum + given * (i + 1), 0);
  const mean = Math.round((10 * points) / answersOf(grades)) / 10;
  return mean.toLocaleString(language.value, { minimumFractionDigits: 1 });
}

/** How many gave each grade, as columns with their numbers. */
export function Spread({ grades }: { grades: readonly number[] }) {
  const most = Math.max(1, ...grades);
  const told = grades.map((given, i) => `${i + 1}: ${given}`).join(", ");
  return (
    <div class="spread" role="img" aria-label={_("How many gave each grade – {told}", { told })}>
      {grades.map((given, i) => (
        <span key={i}>
          <b>{given}</b>
          <span class="column" style={{ height: `${(100 * given) / most}%` }} />
          <span class="at">{i + 1}</span>
        </span>
      ))}
    </div>
  );
}
