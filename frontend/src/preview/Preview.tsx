// What the tablets see, to look at: the real screen of a tablet, at no table, that does nothing.
import { _ } from "../i18n";
import { Screen } from "../tablet/Screen";
import type { Tablet } from "../tablet/tablet";
import { refusalWords } from "../words";

export function Preview({ tablet }: { tablet: Tablet }) {
  const refusal = tablet.session.refusal.value;
  if (refusal !== null) return <p class="rest">{refusalWords(refusal)}</p>;
  return (
    <>
      <aside class="looked-at">
        {_("This is how a tablet looks just now. Here nothing can be pressed.")}
      </aside>
      <fieldset class="looking" disabled onClickCapture={still} onSubmitCapture={still}>
        <Screen tablet={tablet} code="" />
      </fieldset>
    </>
  );
}

/** What is disabled is not pressed; links and summaries cannot be disabled. */
function still(event: Event): void {
  event.preventDefault();
  event.stopPropagation();
}
