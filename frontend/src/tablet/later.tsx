// The steps that are not in the first load: the one that is wanted is fetched at once, the others
// when the screen is on and the first words have had the network for themselves.
import { signal } from "@preact/signals";
import type { ComponentType } from "preact";
import { useEffect } from "preact/hooks";

import { _ } from "../i18n";
import type { Now } from "../protocol";

type Step = ComponentType<{ now: Now }>;

const STEPS = {
  Evaluate: () => import("./Evaluate").then((module) => module.Evaluate),
  Knowledge: () => import("./Knowledge").then((module) => module.Knowledge),
  Prioritise: () => import("./Prioritise").then((module) => module.Prioritise),
  Outcome: () => import("./Results").then((module) => module.Outcome),
  Round: () => import("./Round").then((module) => module.Round),
  Talk: () => import("./Talk").then((module) => module.Talk),
  Parking: () => import("./plenary/Parking").then((module) => module.Parking),
  Verify: () => import("./verify/Verify").then((module) => module.Verify),
  Verified: () => import("./verify/Verify").then((module) => module.Verified),
  Plenary: () => import("./plenary/Plenary").then((module) => module.Plenary),
  Disbanded: () => import("./Round").then((module) => module.Disbanded),
} satisfies Record<string, () => Promise<Step>>;

export type Later = keyof typeof STEPS;

const fetched = signal<Partial<Record<Later, Step>>>({});
/** Here, or on their way. */
const asked = new Set<Later>();
const AGAIN_AFTER = 2_000;

/** Fetch those that nobody has asked for yet, each until the network lets it through. */
export function fetchLater(names = Object.keys(STEPS) as Later[]): void {
  for (const name of names) {
    if (asked.has(name)) continue;
    asked.add(name);
    fetchOne(name);
  }
}

function fetchOne(name: Later): void {
  STEPS[name]().then(
    (Step) => {
      fetched.value = { ...fetched.value, [name]: Step };
    },
    () => setTimeout(() => fetchOne(name), AGAIN_AFTER),
  );
}

/** Before the workshop has begun there is no step, and a table may be disbanded even so. */
type Props = { name: Later; now: Now } | { name: "Disbanded"; now: null };

export function Fetched({ name, now }: Props) {
  const Step = fetched.value[name] as ComponentType<{ now: Now | null }> | undefined;
  useEffect(() => {
    if (!Step) fetchLater([name]);
  }, [name]);
  return Step ? <Step now={now} /> : <p class="rest turning">{_("One moment …")}</p>;
}
