// What councillors laid aside: how many there are, and, where the hall sees them, who answers.
import { useState } from "preact/hooks";

import { _, ngettext } from "../i18n";
import { parkingName, PARKINGS } from "../plenary";
import type { ControlView, Parked as Laid } from "../protocol";
import { Do, Told } from "./Do";
import { Note } from "./Said";

const LIMIT = 300;

export function Parked({ view }: { view: ControlView }) {
  const { counts, parked } = view;
  const all = Object.values(parked).sort((a, b) => (a.id < b.id ? -1 : 1));
  if (counts.parked === 0) return null;
  return (
    <section aria-labelledby="parked-title">
      <h2 id="parked-title" class="ds-heading" data-size="xs">
        {_("Laid aside ({n})", { n: counts.parked })}
      </h2>
      {all.length === 0 && (
        <p class="quiet">{_("You see it when somebody speaks from the front, in plenary, in breaks and at the end.")}</p>
      )}
      {PARKINGS.map((kind) => {
        const some = all.filter((one) => one.kind === kind);
        if (some.length === 0) return null;
        return (
          <div key={kind}>
            <h3 class="ds-heading" data-size="2xs">
              {parkingName(kind)}
            </h3>
            <ul class="statements">
              {some.map((one) => (
                <Settle key={one.id} laid={one} />
              ))}
            </ul>
          </div>
        );
      })}
      <Told place="settle" />
      <Told place="hide" />
    </section>
  );
}

function Settle({ laid }: { laid: Laid }) {
  const [words, setWords] = useState<string | null>(null);
  const { id, settled } = laid;
  const typed = words ?? settled;
  const field = `settle-${id}`;
  const count = [...typed.trim()].length;
  return (
    <>
      <Note note={{ ...laid, lifted: false, shared: false }} />
      <li class="settle">
        <label class="ds-label" for={field}>
          {_("Who answers, or where it goes")}
        </label>
        <input
          id={field}
          class="ds-input"
          value={typed}
          aria-invalid={count > LIMIT}
          onInput={(event) => setWords(event.currentTarget.value)}
        />
        {count > LIMIT && (
          <p role="status">{ngettext("{n} character too many", "{n} characters too many", count - LIMIT)}</p>
        )}
        {typed.trim() !== settled && (
          <Do
            place="settle"
            ready={count <= LIMIT}
            frame={() => ({ t: "settle", id, words: typed })}
            after={() => setWords(null)}
          >
            {_("Store")}
          </Do>
        )}
      </li>
    </>
  );
}
