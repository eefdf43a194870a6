// What the three ways to prioritise have in common: the tablet's ballot, and what becomes of it.
import type { ComponentChildren } from "preact";

import { _ } from "../i18n";
import { amount, gradeName } from "../methods";
import type { Choice, Method, Prioritising } from "../protocol";
import { refusalWords, wordsOf } from "../words";
import { Icon, useDelay } from "./Bits";
import type { OwnBallot } from "./memory";
import { useTablet } from "./tablet";

export interface WayProps {
  prioritising: Prioritising;
  open: boolean;
}

type Marks = OwnBallot["marks"];

/** `change` makes the new marks from those of the moment, so that no quick press is lost. */
export function useBallot(step: string) {
  const { memory, outbox } = useTablet();
  const marksNow = (): Marks => memory.ballots.value[step]?.marks ?? {};
  function change(id: string, mark: number): void {
    const { [id]: _before, ...others } = marksNow();
    outbox.cast(step, mark ? { ...others, [id]: mark } : others);
  }
  return { marks: marksNow(), marksNow, change };
}

export const sum = (marks: Marks) => Object.values(marks).reduce((all, mark) => all + mark, 0);

/** From which table it is, the question, and the dissent. */
export function About({ choice }: { choice: Choice }) {
  return (
    <>
      <p>{choice.name || (choice.common ? _("The wording in common") : _("A note that a table lifted"))}</p>
      {choice.about && <p>{choice.about}</p>}
      {choice.dissent && (
        <details>
          <summary>{_("Dissent – the minority's view")}</summary>
          <p class="words">{choice.dissent}</p>
        </details>
      )}
    </>
  );
}

interface LeftProps extends WayProps {
  /** How many are used, of `prioritising.dots`; left out where nothing runs out. */
  used?: number;
  children: ComponentChildren;
}

/** Always in sight: what is left, and whether it is stored. */
export function Left({ prioritising, open, used, children }: LeftProps) {
  const { memory } = useTablet();
  const { step, dots, choices, method } = prioritising;
  return (
    <>
      {!open && <p class="ds-alert">{_("It is closed now. The result comes in a moment.")}</p>}
      <div class="dots-left">
        {used !== undefined && (
          <p aria-hidden="true" class="dots">
            {Array.from({ length: dots }, (_dot, i) => (
              <span key={i} data-placed={i < used} />
            ))}
          </p>
        )}
        <p role="status">{children}</p>
        <Fate ballot={memory.ballots.value[step]} choices={choices} method={method} />
      </div>
    </>
  );
}

interface FateProps {
  ballot: OwnBallot | undefined;
  choices: Choice[];
  method: Method;
}

function Fate({ ballot, choices, method }: FateProps) {
  const delay = useDelay(_("Saving …"));
  if (ballot === undefined) return null;
  if (ballot.state === "stored") {
    return (
      <p class="state" data-good role="status">
        <Icon name="check" /> {_("Stored")}
      </p>
    );
  }
  if (ballot.state === "waiting") {
    return (
      <p class="state" role="status">
        <Icon name="wait" /> {delay}
      </p>
    );
  }
  const stored = choices.filter(({ id }) => ballot.stored?.[id]);
  const said = (mark: number) => (method === "scale" ? gradeName(mark) : amount(method, mark));
  return (
    <div class="ds-alert" data-color="warning" role="status">
      <p>
        {_("The last change is not stored.")} {ballot.code && refusalWords(ballot.code)}
      </p>
      {stored.length > 0 && (
        <>
          <p>{_("These are stored:")}</p>
          <ul>
            {stored.map((choice) => (
              <li key={choice.id}>
                {wordsOf(choice)}
                {method !== "dots" && ` – ${said(ballot.stored?.[choice.id] ?? 0)}`}
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}
