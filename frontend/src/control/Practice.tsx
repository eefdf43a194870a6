// A rehearsal says that it is one; and a leader who practises has a hall that answers.
import { useSignal } from "@preact/signals";

import { _ } from "../i18n";
import type { Now } from "../protocol";
import { useDesk } from "./desk";

/** Where the buttons of a practice lead, and the form's own token. `of`: the workshop it copies. */
export interface Practising {
  of: string;
  answers: string;
  close: string;
  tablet: string;
  csrf: string;
}

export function Practice({ now }: { now: Now | null }) {
  const { practice } = useDesk();
  return (
    <section class="practice ds-alert" data-color="warning" aria-label={_("Practice")}>
      <p>
        <strong>{_("Practice – nothing here gets into the minutes")}</strong>
      </p>
      {practice && <Tools key={`${now?.id} ${now?.open}`} practice={practice} now={now} />}
    </section>
  );
}

/** Made anew with each step, so that what was told of the one before does not stand there. */
function Tools({ practice, now }: { practice: Practising; now: Now | null }) {
  const told = useSignal("");
  const { answers, close, csrf, tablet } = practice;

  async function ask(): Promise<void> {
    const body = new URLSearchParams({ csrf });
    const answer = await fetch(answers, { method: "POST", body }).catch(() => null);
    told.value =
      answer?.status === 202
        ? now && !now.open
          ? _("The step is closed, and they have nothing to answer. Open it again, or go on.")
          : _("They answer what the step asks for. It takes a quarter of a minute.")
        : _("They could not be asked. Load the page anew and try again.");
  }

  return (
    <>
      <div class="row">
        <button type="button" class="ds-button" data-variant="secondary" onClick={() => void ask()}>
          {_("Let 20 imagined tablets answer")}
        </button>
        <a class="ds-button" data-variant="secondary" href={tablet} target="_blank" rel="noopener">
          {_("Open a tablet")} <span aria-hidden="true">↗</span>
        </a>
        <form method="post" action={close}>
          <input type="hidden" name="csrf" value={csrf} />
          <button type="submit" class="ds-button" data-variant="secondary">
            {_("Close the practice")}
          </button>
        </form>
      </div>
      <p role="status">{told.value}</p>
    </>
  );
}
