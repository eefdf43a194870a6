// For a code that leads nowhere: say so plainly, and let the person type the one on the card.
import { useSignal } from "@preact/signals";

import { _, fromBase } from "../i18n";
import type { Refusal } from "../socket";
import { refusalWords } from "../words";

/** A code as it is meant: people type spaces, dashes and small letters. */
export function meant(typed: string): string {
  return typed.toUpperCase().replace(/[^A-Z0-9]/g, "");
}

export function CodePage({ refusal, code }: { refusal: Refusal | null; code: string }) {
  const typed = useSignal("");
  const empty = useSignal(false);
  return (
    <main class="stack narrow page">
      <h1 class="ds-heading" data-size="md">
        {refusal === "ended_code" ? _("This code is not in use any more") : _("Which table are you at?")}
      </h1>
      {refusal !== null && code && (
        <p class="ds-alert" data-color="warning" role="alert">
          {code}: {refusalWords(refusal)}
        </p>
      )}
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          const wanted = meant(typed.value);
          empty.value = !wanted;
          if (wanted) location.assign(fromBase(`b/${wanted}`));
        }}
      >
        <div class="ds-field">
          <label class="ds-label" for="code">
            {_("The code on the table's card")}
          </label>
          <input
            id="code"
            class="ds-input code"
            type="text"
            autocomplete="off"
            autocapitalize="characters"
            spellcheck={false}
            value={typed.value}
            aria-invalid={empty.value}
            onInput={(event) => {
              typed.value = event.currentTarget.value;
            }}
          />
          {empty.value && <p role="alert">{_("Type the code first.")}</p>}
        </div>
        <button type="submit" class="ds-button big">
          {_("Go to the table")}
        </button>
      </form>
    </main>
  );
}
