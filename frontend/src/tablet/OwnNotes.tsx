// The notes that were written on this tablet, and how each of them fares.
import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";

import { _, ngettext } from "../i18n";
import { REACTIONS, reactionName, refusalWords } from "../words";
import { CopyButton, Icon, Small, stayNear, useDelay } from "./Bits";
import { type Hinting, Seen, useHint } from "./hints/Hint";
import { box, type OwnNote } from "./memory";
import { useTablet } from "./tablet";
import { WordsForm } from "./WordsForm";

interface Props {
  title: string;
  notes: OwnNote[];
  /** Whether notes like these are taken just now. Then their sum stands at the box. */
  open: boolean;
}

export function OwnNotes({ title, notes, open }: Props) {
  if (notes.length === 0) return null;
  return (
    <section class="stack" aria-label={title}>
      <h2 class="ds-heading" data-size="xs">
        {title}
      </h2>
      {!open && (
        <p role="status" class="sum">
          {sum(notes)}
        </p>
      )}
      <ul class="notes">
        {notes.map((note) => (
          <li key={note.id}>
            <Row note={note} open={open} />
          </li>
        ))}
      </ul>
    </section>
  );
}

const WAITING: OwnNote["state"][] = ["waiting", "withdrawing", "restoring"];
export const GONE: OwnNote["state"][] = ["withdrawing", "withdrawn"];
/** Not to be changed: it is gone, or about to go. */
const LEAVING: OwnNote["state"][] = [...GONE, "restoring"];

/** How all of them fare, in a few words. */
export function sum(notes: OwnNote[]): string {
  const stored = notes.filter((note) => note.state === "stored").length;
  const waiting = notes.filter((n) => WAITING.includes(n.state)).length;
  if (waiting > 0) return ngettext("{n} waits to be sent", "{n} wait to be sent", waiting);
  return ngettext("{n} note is stored", "{n} notes are stored", stored);
}

/** A note of this tablet, with how it fares and what can be done with it. */
export function Row({ note, open }: { note: OwnNote; open: boolean }) {
  const { memory } = useTablet();
  const place = useRef<HTMLDivElement>(null);
  const editing = useSignal(memory.drafts.peek()[box.edit(note.id)] !== undefined);
  const hint = useHint(note.text);
  return (
    <div ref={place} onClick={() => stayNear(place)}>
      {editing.value && open && !LEAVING.includes(note.state) ? (
        <Edit note={note} done={() => (editing.value = false)} />
      ) : (
        <article class="ds-card note" data-state={note.state}>
          {note.about && <Reacted note={note} />}
          {note.text && <p class="words">{note.text}</p>}
          {note.state === "refused" && note.stored !== null && (
            <p>
              {_("The server has this version:")} <q>{note.stored}</q>
            </p>
          )}
          {open && isUnsent(note) && <Seen {...hint} />}
          <div class="row foot">
            <State note={note} />
            <Actions
              note={note}
              open={open}
              hint={hint}
              edit={() => {
                memory.type(box.edit(note.id), note.text);
                editing.value = true;
              }}
            />
          </div>
        </article>
      )}
    </div>
  );
}

/** What a reaction is, and to what. */
function Reacted({ note }: { note: OwnNote }) {
  const kind = REACTIONS.find((one) => note.question.endsWith(`.${one}`));
  return (
    <p>
      {kind && <strong>{reactionName(kind)}:</strong>} {note.about}
    </p>
  );
}

interface ActionsProps {
  note: OwnNote;
  open: boolean;
  hint: Hinting;
  edit: () => void;
}

const isUnsent = ({ state }: OwnNote) => state === "refused" || state === "here";

function Actions({ note, open, hint, edit }: ActionsProps) {
  const { outbox } = useTablet();
  const { id, state, stored, text } = note;
  const withdrawn = state === "withdrawn" || state === "withdrawing";
  const unsent = isUnsent(note);
  return (
    <div class="row">
      {open && withdrawn && <Small onClick={() => outbox.restore(id)}>{_("Undo")}</Small>}
      {open && unsent && (
        <Small onClick={() => hint.passes() && outbox.again(id)}>
          {hint.held ? _("Send anyway") : _("Send now")}
        </Small>
      )}
      {open && !LEAVING.includes(state) && <Small onClick={edit}>{_("Edit")}</Small>}
      {open && (state === "stored" || state === "waiting") && (
        <Small onClick={() => outbox.withdraw(id)}>{_("Withdraw")}</Small>
      )}
      {unsent && text && <CopyButton text={text} />}
      {state === "refused" && stored !== null && (
        <Small onClick={() => outbox.settle(id)}>{_("Keep the stored version")}</Small>
      )}
    </div>
  );
}

function State({ note }: { note: OwnNote }) {
  const delay = useDelay(_("Sending …"));
  const why = note.code === null ? "" : refusalWords(note.code);
  switch (note.state) {
    case "stored":
      return (
        <p class="state" data-good>
          <Icon name="check" /> {_("Stored")} {why && _("The withdrawal did not come through.")} {why}
        </p>
      );
    case "waiting":
    case "restoring":
      return (
        <p class="state">
          <Icon name="wait" /> {delay}
        </p>
      );
    case "refused":
      return (
        <p class="state" data-bad>
          <Icon name="warn" /> {_("Not stored. The words are safe here.")} {why}
        </p>
      );
    case "withdrawing":
      return (
        <p class="state">
          <Icon name="wait" /> {_("Withdrawing …")}
        </p>
      );
    case "withdrawn":
      return (
        <p class="state">
          <Icon name="back" /> {_("Withdrawn. Nobody else sees it.")}
        </p>
      );
    case "here":
      return (
        <p class="state">
          <Icon name="here" /> {_("Only on this tablet")}
        </p>
      );
  }
}

function Edit({ note, done }: { note: OwnNote; done: () => void }) {
  const { memory, outbox } = useTablet();
  const name = box.edit(note.id);
  const text = memory.draft(name);
  function close(): void {
    memory.type(name, "");
    done();
  }
  function save(): void {
    if (text.trim() !== note.text || note.state === "refused") outbox.edit(note.id, text);
    close();
  }
  return (
    <div class="ds-card">
      <WordsForm
        id={`edit-${note.id}`}
        label={_("Edit the note")}
        value={text}
        rows={4}
        wanted
        // What was kept on the tablet has never been sent: nothing in it was decided.
        old={note.state === "here" ? "" : note.text}
        press={_("Save")}
        onType={(typed) => memory.type(name, typed)}
        onSend={save}
        beside={
          <button type="button" class="ds-button" data-variant="secondary" onClick={close}>
            {_("Cancel")}
          </button>
        }
      />
    </div>
  );
}
