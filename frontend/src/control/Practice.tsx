// A rehearsal says that it is one; and a leader who practises has a hall that answers.
import { useSignal } from "@preact/signals";

import { _ } from "../i18n";
import { useDesk } from "./desk";

/** Where the buttons of a practice lead, and the form's own token. `of`: the workshop it copies. */
export interface Practising {
  of: string;
  answers: string;
  close: string;
  tablet: string;
  csrf: string;
}

export function Practice() {
  const { practice } = useDesk();
  return (
    <section class="practice ds-alert" data-color="warning" aria-label={_("Practice")}>
      <p>
        <strong>{_("Practice – nothing here gets into the minutes")}</strong>
      </p>
      {practice && <Tools practice={practice} />}
    </section>
  );
}

function Tools({ practice }: { practice: Practising }) {
  const told = useSignal("");
  const { answers, close, csrf, tablet } = practice;

  async function ask(): Promise<void> {
    const body = new URLSearchParams({ csrf });
    const answer = await fetch(answers, { method: "POST", body }).catch(() => null);
    told.value =
      answer?.status === 202
        ? _("They answer what the step asks for. It takes a quarter of a minute.")
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
