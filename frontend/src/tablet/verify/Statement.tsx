// A reopened statement as it is read: its words with what changed in them, what the administration
// says beside it, and what lies behind.
import { Changed } from "../../Changed";
import { _ } from "../../i18n";
import type { BehindSeen, Reread } from "../../protocol";
import { BEARINGS, bearingName, behindWords, statementName } from "../../verification";
import { wordsOf } from "../../words";

export function Statement({ one, of }: { one: Reread; of: number }) {
  const { before, conflict, id, minority, remark, text } = one;
  return (
    <>
      <h2 class="ds-heading" data-size="2xs" id={`understood-${id}`} tabIndex={-1}>
        {statementName(one, of)}
      </h2>
      {minority && <p class="ds-tag">{_("The minority's view")}</p>}
      <p class="words">
        <Changed before={before} after={text} />
      </p>
      {before && (
        <details>
          <summary>{_("How it was worded when you last met it")}</summary>
          <p class="words">{before}</p>
        </details>
      )}
      {remark && <Beside name={_("Professional remark")} text={remark} />}
      {conflict && <Beside name={_("In conflict with")} text={conflict} />}
    </>
  );
}

/** What is said to it stands beside it, never in it. */
function Beside({ name, text }: { name: string; text: string }) {
  return (
    <div class="dissent">
      <h3 class="ds-heading" data-size="2xs">
        {name}
      </h3>
      <p class="words">{text}</p>
    </div>
  );
}

export function Behind({ of }: { of: BehindSeen[] }) {
  if (of.length === 0) return <p class="faint">{behindWords(of)}</p>;
  return (
    <details class="ds-details" data-variant="default">
      <summary>{behindWords(of)}</summary>
      <div class="stack">
        {BEARINGS.map((bearing) => {
          const some = of.filter((one) => one.bearing === bearing);
          return (
            some.length > 0 && (
              <div key={bearing}>
                <h3 class="ds-heading" data-size="2xs">{`${bearingName(bearing)} (${some.length})`}</h3>
                <ul class="behind">
                  {some.map((one) => (
                    <li key={one.id} class={one.hidden ? "faint" : "words"}>
                      {wordsOf(one)}
                    </li>
                  ))}
                </ul>
              </div>
            )
          );
        })}
      </div>
    </details>
  );
}
