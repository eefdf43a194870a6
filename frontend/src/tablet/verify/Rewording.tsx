// What the table would rather have a statement say: written with its pen, and read along by all at
// the table. The hall sees it when the answers are closed.
import { useEffect, useRef } from "preact/hooks";

import { _ } from "../../i18n";
import type { Reread } from "../../protocol";
import { stayNear, WordsBox } from "../Bits";
import { Fate, Hand, Said, STATEMENT_LIMIT } from "../Statement";
import { useTablet } from "../tablet";

export function Rewording({ one: { id } }: { one: Reread }) {
  const { parts, pen } = useTablet();
  const said = parts.own_rewordings.value?.[id];
  const words = pen.mine.value && pen.at.value === id ? pen.words.value : null;
  const writing = words !== null;
  const place = useRef<HTMLDivElement>(null);
  const before = useRef(writing);
  useEffect(() => {
    // The button that was pressed, or the box that was written in, is gone.
    if (before.current !== writing && document.activeElement === document.body) {
      if (writing) place.current?.querySelector("textarea")?.focus();
      else stayNear(place);
    }
    before.current = writing;
  }, [writing]);
  return (
    <details class="ds-details" data-variant="default" open={Boolean(said?.text) || writing}>
      <summary>{_("The table's proposal for another wording")}</summary>
      <div ref={place} class="stack statement">
        {writing ? (
          <>
            <WordsBox
              id={`rewording-${id}`}
              label={_("What your table would rather have it say")}
              value={words.text}
              limit={STATEMENT_LIMIT}
              rows={4}
              onType={(text) => pen.type({ text })}
            >
              {_("Your table sees it as you write. When the answers are closed the hall sees it too, with the table's name.")}
            </WordsBox>
            <Fate />
          </>
        ) : said?.text ? (
          <Said said={said} />
        ) : (
          <p class="faint">{_("Agree on other words, and let one of you take the pen.")}</p>
        )}
        <Hand at={id} />
      </div>
    </details>
  );
}
