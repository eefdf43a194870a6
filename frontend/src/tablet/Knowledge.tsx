// The knowledge base, statement by statement: how one meets each, with a word why. Fetched apart,
// for it is one step of many and the largest (`Screen.tsx`).
import { type Signal, useSignal } from "@preact/signals";

import { _, ngettext } from "../i18n";
import type { Known, Now, Reaction, Why } from "../protocol";
import { REACTIONS, reactionName, reactionTo, refusalWords, tooFewWords, wordsOf } from "../words";
import { Icon, ProtectionLink, Small, StepHeading, useDelay } from "./Bits";
import { Marks } from "./Marks";
import { box, type OwnNote } from "./memory";
import { GONE } from "./OwnNotes";
import { PassOn } from "./PassOn";
import { useShuffled } from "./shuffle";
import { useTablet } from "./tablet";
import { WordsForm } from "./WordsForm";

export function Knowledge({ now }: { now: Now }) {
  const { memory, parts } = useTablet();
  const explaining = useSignal("");
  const statements = Object.values(parts.knowledge.value ?? {}).sort((a, b) => a.no - b.no);
  const open = now.open && statements.length > 0;
  const given = memory.own.value.filter((note) => note.about !== undefined);
  return (
    <section class="stack">
      <StepHeading step={now.id}>{now.title || _("The knowledge base")}</StepHeading>
      {open && (
        <p>
          {_("What do you think when you read these? Choose what fits, and say why if you like. Nobody sees it before it is closed, and nobody can find out who it was.")}{" "}
          <ProtectionLink />
        </p>
      )}
      {statements.length === 0 && (
        <p class="ds-alert" data-color="info">
          {_("There is nothing to react to yet.")}
        </p>
      )}
      <ol class="known">
        {statements.map((one) => (
          <li key={one.id} class="ds-card stack" aria-labelledby={`known-${one.id}`}>
            <Statement known={one} />
            {one.reactions === null ? (
              <Reacting known={one} explaining={explaining} />
            ) : (
              <Outcome known={one} />
            )}
          </li>
        ))}
      </ol>
      <PassOn step={now.id} notes={given} />
      <Marks step={now.id} />
    </section>
  );
}

function Statement({ known }: { known: Known }) {
  return (
    <div>
      {known.figure && <p class="figure">{known.figure}</p>}
      <p class="words said" id={`known-${known.id}`}>
        {known.text}
      </p>
      {known.source && <p class="faint">{_("Source: {source}", { source: known.source })}</p>}
    </div>
  );
}

// ---------------------------------------------------------------- while it is open

/** Which note's word why is being written: one at a time, so that the list stays quiet. */
type Explaining = Signal<string>;

function Reacting({ known, explaining }: { known: Known; explaining: Explaining }) {
  const { memory, outbox } = useTablet();
  const own = (kind: Reaction) =>
    memory.own.value.find((note) => note.question === reactionTo(known.id, kind));

  function toggle(kind: Reaction): void {
    const note = own(kind);
    if (note && !GONE.includes(note.state)) outbox.withdraw(note.id);
    else explaining.value = outbox.react(reactionTo(known.id, kind), known.text);
  }

  return (
    <>
      <div class="row" role="group" aria-labelledby={`known-${known.id}`}>
        {REACTIONS.map((kind) => {
          const note = own(kind);
          const on = note !== undefined && !GONE.includes(note.state);
          return (
            <button
              key={kind}
              type="button"
              class="ds-button"
              data-variant={on ? "primary" : "secondary"}
              aria-pressed={on}
              onClick={() => toggle(kind)}
            >
              {on && <Icon name="check" />}
              {reactionName(kind)}
            </button>
          );
        })}
      </div>
      {REACTIONS.map((kind) => {
        const note = own(kind);
        return note && <Given key={kind} kind={kind} note={note} explaining={explaining} />;
      })}
    </>
  );
}

interface GivenProps {
  kind: Reaction;
  note: OwnNote;
  explaining: Explaining;
}

function Given({ kind, note, explaining }: GivenProps) {
  const { memory } = useTablet();
  const gone = GONE.includes(note.state);
  const writing = !gone && (explaining.value === note.id || memory.draft(box.edit(note.id)) !== "");
  return (
    <div class="given">
      <p class="state" role="status" data-good={note.state === "stored" || undefined}>
        <strong>{reactionName(kind)}</strong> <Fate note={note} />
      </p>
      {!writing && !gone && note.text && <p class="words">{note.text}</p>}
      {writing ? (
        <WordWhy kind={kind} note={note} done={() => (explaining.value = "")} />
      ) : (
        !gone && (
          <Small onClick={() => (explaining.value = note.id)}>
            {note.text ? _("Change the word why") : _("Say why")}
          </Small>
        )
      )}
    </div>
  );
}

function Fate({ note }: { note: OwnNote }) {
  const delay = useDelay(_("Sending …"));
  const why = note.code === null ? "" : refusalWords(note.code);
  switch (note.state) {
    case "stored":
      return (
        <>
          <Icon name="check" /> {_("Stored")} {why}
        </>
      );
    case "refused":
      return (
        <>
          <Icon name="warn" /> {_("Not stored.")} {why}
        </>
      );
    case "withdrawing":
      return <>{_("Withdrawing …")}</>;
    case "withdrawn":
      return <>{_("Withdrawn. Nobody else sees it.")}</>;
    default:
      return (
        <>
          <Icon name="wait" /> {delay}
        </>
      );
  }
}

function WordWhy({ kind, note, done }: { kind: Reaction; note: OwnNote; done: () => void }) {
  const { memory, outbox } = useTablet();
  const name = box.edit(note.id);
  const typed = useSignal(memory.draft(name) || note.text); // may be emptied, as a draft may not
  const text = typed.value;

  function save(): void {
    if (text.trim() !== note.text || note.state === "refused") outbox.edit(note.id, text);
    memory.type(name, "");
    done();
  }

  return (
    <WordsForm
      id={`why-${note.id}`}
      label={_("{reaction} – why? A few words, if you like", { reaction: reactionName(kind) })}
      value={text}
      rows={2}
      optional
      old={note.text}
      press={_("Save")}
      onType={(words) => {
        typed.value = words;
        memory.type(name, words);
      }}
      onSend={save}
      beside={
        <Small
          onClick={() => {
            memory.type(name, "");
            done();
          }}
        >
          {_("Cancel")}
        </Small>
      }
    />
  );
}

// ---------------------------------------------------------------- when it is closed

function Outcome({ known }: { known: Known }) {
  const { whys } = useTablet().parts;
  const { reactions } = known;
  if (!reactions?.shown) return <p class="faint">{tooFewWords()}</p>;
  const most = Math.max(1, ...REACTIONS.map((kind) => reactions[kind]));
  const mine = Object.entries(whys.value ?? {}).filter(([, why]) => why.statement === known.id);
  return (
    <>
      <ul class="came">
        {REACTIONS.map((kind) => (
          <li key={kind}>
            <span>{reactionName(kind)}</span>
            <span class="bar">
              {reactions[kind] > 0 && <span style={{ width: `${(80 * reactions[kind]) / most}%` }} />}
              <strong>{reactions[kind]}</strong>
            </span>
          </li>
        ))}
      </ul>
      {mine.length > 0 && (
        <div>
          <Whys whys={Object.fromEntries(mine)} />
        </div>
      )}
    </>
  );
}

function Whys({ whys }: { whys: Record<string, Why> }) {
  const { seat } = useTablet().memory.device.value;
  const order = useShuffled(whys, seat);
  return (
    <details class="ds-details" data-variant="default">
      <summary>{ngettext("{n} said why", "{n} said why", order.length)}</summary>
      <div>
        <ul class="notes">
          {REACTIONS.flatMap((kind) => order.filter((why) => why.reaction === kind)).map((why) => (
            <li key={why.id}>
              <strong>{reactionName(why.reaction)}:</strong>{" "}
              <span class={why.hidden ? "faint" : "words"}>{wordsOf(why)}</span>
            </li>
          ))}
        </ul>
      </div>
    </details>
  );
}
