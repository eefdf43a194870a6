// Placing dots on what the tables put forward. It is a prioritering, never a vote.
import { useSignal } from "@preact/signals";

import { _, ngettext } from "../i18n";
import type { Choice, Now, Prioritising } from "../protocol";
import { refusalWords, wordsOf } from "../words";
import { Icon, ProtectionLink, StepHeading, useDelay } from "./Bits";
import type { OwnBallot } from "./memory";
import { Results } from "./Results";
import { useTablet } from "./tablet";

export function Prioritise({ now }: { now: Now }) {
  const prioritising = useTablet().parts.prioritising.value;
  return (
    <section class="stack">
      <StepHeading step={now.id}>{now.title || _("Prioritising")}</StepHeading>
      {prioritising?.result ? (
        <Results prioritising={prioritising} result={prioritising.result} />
      ) : prioritising === null || prioritising.choices.length === 0 ? (
        <p class="ds-alert" data-color="info">
          {_("There is nothing to prioritise yet.")}
        </p>
      ) : (
        <Dots prioritising={prioritising} open={now.open} />
      )}
    </section>
  );
}

function Dots({ prioritising, open }: { prioritising: Prioritising; open: boolean }) {
  const { memory, outbox } = useTablet();
  const full = useSignal(false);
  const { step, dots, choices } = prioritising;
  const ballot = memory.ballots.value[step];
  const chosen = Object.keys(ballot?.marks ?? {});

  function toggle(id: string, on: boolean): boolean {
    const next = on ? [...chosen, id] : chosen.filter((one) => one !== id);
    full.value = next.length > dots;
    if (full.value) return false;
    outbox.cast(step, Object.fromEntries(next.map((one) => [one, 1])));
    return true;
  }

  return (
    <>
      <p>
        {_("Place up to {n} dots on what matters most. You can change your mind until it closes.", { n: dots })}
      </p>
      <p>
        {_("Nobody can find out from this system how you prioritise: not the person beside you, not the process leader, not IT. Only somebody who looks at your screen can see it, and dots leave no receipt that you could be asked to show.")}{" "}
        <ProtectionLink />
      </p>
      <fieldset class="choices" disabled={!open}>
        <legend class="ds-sr-only">{_("What the tables put forward")}</legend>
        {choices.map((choice) => (
          <Option
            key={choice.id}
            choice={choice}
            on={chosen.includes(choice.id)}
            toggle={toggle}
          />
        ))}
      </fieldset>
      {!open && <p class="ds-alert">{_("It is closed now. The result comes in a moment.")}</p>}
      <div class="dots-left">
        <p aria-hidden="true" class="dots">
          {Array.from({ length: dots }, (_dot, i) => (
            <span key={i} data-placed={i < chosen.length} />
          ))}
        </p>
        <p role="status">
          {full.value
            ? _("All your dots are placed. Take one back first.")
            : ngettext("{n} dot left", "{n} dots left", dots - chosen.length)}
        </p>
        <Fate ballot={ballot} choices={choices} />
      </div>
    </>
  );
}

interface OptionProps {
  choice: Choice;
  on: boolean;
  toggle: (id: string, on: boolean) => boolean;
}

function Option({ choice, on, toggle }: OptionProps) {
  const id = `choice-${choice.id}`;
  return (
    <div class="ds-field" data-variant="outline">
      <input
        type="checkbox"
        class="ds-input"
        id={id}
        checked={on}
        onChange={(event) => {
          const box = event.currentTarget;
          if (!toggle(choice.id, box.checked)) box.checked = on;
        }}
      />
      <label for={id} class="words">
        {wordsOf(choice)}
      </label>
      <div data-field="description">
        <p>{choice.name || _("A note that a table lifted")}</p>
        {choice.about && <p>{choice.about}</p>}
        {choice.dissent && (
          <details>
            <summary>{_("Dissent – the minority's view")}</summary>
            <p class="words">{choice.dissent}</p>
          </details>
        )}
      </div>
    </div>
  );
}

function Fate({ ballot, choices }: { ballot: OwnBallot | undefined; choices: Choice[] }) {
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
  return (
    <div class="ds-alert" data-color="warning" role="status">
      <p>
        {_("The last change is not stored.")} {ballot.code && refusalWords(ballot.code)}
      </p>
      {stored.length > 0 && (
        <>
          <p>{_("These are stored:")}</p>
          <ul>
            {stored.map(({ id, text }) => (
              <li key={id}>{text}</li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}
