// The table's statement: one tablet has the pen, the others read along as it is written.
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";

import { _ } from "../i18n";
import type { OwnStatement } from "../protocol";
import type { Refusal } from "../socket";
import { refusalWords } from "../words";
import { Icon, stayNear, Told, useDelay, useTold, WordsBox } from "./Bits";
import { Marked, wordsOf } from "./hints/Hint";
import type { Words } from "./pen";
import { useTablet } from "./tablet";

export const STATEMENT_LIMIT = 4000;

export function Statement({ open }: { open: boolean }) {
  const { parts, pen } = useTablet();
  const said = parts.statement.value;
  if (said === null) return null;
  const words = pen.words.value;
  const place = useRef<HTMLElement>(null);
  const writing = words !== null && open;
  const before = useRef(writing);
  useEffect(() => {
    // The button that was pressed, or the box that was written in, may be gone.
    const changed = before.current !== writing;
    before.current = writing;
    if (!changed || document.activeElement !== document.body) return;
    if (writing) place.current?.querySelector("textarea")?.focus();
    else if (open) stayNear(place);
  }, [writing]);
  return (
    <section ref={place} class="ds-card stack statement" data-variant="tinted" aria-labelledby="statement-title">
      <h2 class="ds-heading" data-size="sm" id="statement-title">
        {_("The table's answer")}
      </h2>
      {writing ? <Written words={words} /> : <Said said={said} />}
      {open && <Hand />}
    </section>
  );
}

/** A statement to read, its dissent beside it. */
export function Said({ said }: { said: Pick<OwnStatement, "text" | "dissent"> }) {
  if (!said.text && !said.dissent) return <p class="faint">{_("Nothing written yet.")}</p>;
  return (
    <>
      {said.text && <p class="words">{said.text}</p>}
      {said.dissent && (
        <div class="dissent">
          <h3 class="ds-heading" data-size="2xs">
            {_("Dissent – the minority's view")}
          </h3>
          <p class="words">{said.dissent}</p>
        </div>
      )}
    </>
  );
}

function Written({ words }: { words: Words }) {
  const { pen } = useTablet();
  return (
    <>
      <WordsBox
        id="statement"
        label={_("What the table agrees on")}
        value={words.text}
        limit={STATEMENT_LIMIT}
        rows={6}
        onType={(text) => pen.type({ text })}
      />
      <WordsBox
        id="dissent"
        label={_("Dissent – the minority's view")}
        value={words.dissent}
        limit={STATEMENT_LIMIT}
        rows={3}
        onType={(dissent) => pen.type({ dissent })}
      >
        {_("Whoever disagrees is heard here, in their own words.")}
      </WordsBox>
      <Fate />
    </>
  );
}

export function Fate() {
  const { pen } = useTablet();
  const delay = useDelay(_("Saving …"));
  switch (pen.state.value) {
    case "stored":
      return (
        <p class="state" data-good role="status">
          <Icon name="check" /> {_("Stored")}
        </p>
      );
    case "waiting":
      return (
        <p class="state" role="status">
          <Icon name="wait" /> {delay}
        </p>
      );
    case "refused":
      return (
        <p class="state" data-bad role="status">
          <Icon name="warn" /> {_("Not stored. The words are safe here.")}
          {pen.code.value && ` ${whyNot(pen.code.value)}`}
        </p>
      );
  }
}

/** Nothing is sent by hand here: it saves itself. */
function whyNot(code: Refusal): string {
  return code === "too_long"
    ? _("It is too long. Shorten it, and it is saved by itself.")
    : refusalWords(code);
}

/** `at`: the reopened statement that it is about, where there are several. */
export function Hand({ at }: { at?: string | undefined }) {
  const { parts, pen } = useTablet();
  const { tell, told } = useTold();
  const named = useNamed();
  const held = parts.table.value?.pen ?? null;
  const mine = pen.mine.value;

  function lay(): void {
    if (pen.words.value !== null) named.look(pen.words.value);
    void tell(pen.move("lay"));
  }

  return (
    <>
      <div role="status" class="seen">
        {held === null && named.words.value.size > 0 && (
          <div class="ds-alert" data-color="info">
            <Marked lead={_("Can somebody be recognised? The answer mentions:")} words={named.words.value} />
            <p>{_("Take the pen if you want to change it.")}</p>
          </div>
        )}
      </div>
      {mine && (at === undefined || at === pen.at.value) ? (
        <div class="row">
          <button type="button" class="ds-button" data-variant="secondary" onClick={lay}>
            {_("Lay down the pen")}
          </button>
          <Told words={told.value} />
        </div>
      ) : (
        <div class="row">
          {held !== null && !mine && <p>{_("Another tablet has the pen. You see what is written.")}</p>}
          <TakePen at={at} />
        </div>
      )}
    </>
  );
}

export function TakePen({ at }: { at?: string | undefined }) {
  const { parts, pen } = useTablet();
  const { tell, told } = useTold();
  const free = (parts.table.value?.pen ?? null) === null;
  const way = free ? "take" : "take_over";
  return (
    <>
      <button
        type="button"
        class="ds-button"
        data-variant={free ? "primary" : "secondary"}
        onClick={() => void tell(at === undefined ? pen.move(way) : pen.turnTo(at, way))}
      >
        {free ? _("Take the pen") : pen.mine.value ? _("Write here instead") : _("Take over the pen")}
      </button>
      <Told words={told.value} />
    </>
  );
}

/** What the answer mentions that the table was not asked about before. */
function useNamed() {
  const { hints } = useTablet();
  const words = useSignal<ReadonlySet<string>>(new Set());
  const asked = useRef(new Set<string>());
  function look({ text, dissent }: Words): void {
    const all = [text, dissent].flatMap((each) => [...wordsOf(each, hints(each))]);
    words.value = new Set(all.filter((one) => !asked.current.has(one)));
    for (const one of all) asked.current.add(one);
  }
  return { words, look };
}
