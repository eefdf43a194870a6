// Table talk: the notes lie open, the table writes what it agrees on, and what comes up on the way.
import { _ } from "../i18n";
import type { Card, Now, Question } from "../protocol";
import { over, StepHeading, Told, useTold, WordsBox } from "./Bits";
import { Marks } from "./Marks";
import { box } from "./memory";
import { HallNotes, NoteList } from "./NoteList";
import { NOTE_LIMIT, OwnNotes } from "./OwnNotes";
import { Statement } from "./Statement";
import { useTablet } from "./tablet";

export function Talk({ now, question }: { now: Now; question: Question }) {
  const { parts } = useTablet();
  const others = parts.hall_notes.value;
  return (
    <>
      <StepHeading step={now.id}>{question.text}</StepHeading>
      {!now.open && (
        <p class="ds-alert" data-color="info" role="status">
          {_("The talk is over. What was stored stays.")}
        </p>
      )}
      <div class="beside">
        <div class="stack">
          <Statement open={now.open} />
          <Marks step={now.id} />
        </div>
        <div class="stack">
          <TableNotes open={now.open} />
          <OpenBox question={question.id} open={now.open} />
          <HallNotes
            title={_("From the other tables ({n})", { n: Object.keys(others ?? {}).length })}
            cards={others}
          />
        </div>
      </div>
    </>
  );
}

function TableNotes({ open }: { open: boolean }) {
  const { parts, session } = useTablet();
  const cards = parts.own_notes.value;
  const { tell, told } = useTold();
  const none = Object.keys(cards ?? {}).length === 0;
  return (
    <section class="stack" aria-labelledby="table-notes">
      <h2 class="ds-heading" data-size="sm" id="table-notes">
        {_("The table's notes")}
      </h2>
      {none ? (
        <p class="faint">{_("Nobody at the table wrote anything on this question.")}</p>
      ) : (
        <p class="faint">
          {_("Up to two of them can be lifted, so that the hall can prioritise them.")}
        </p>
      )}
      <Told words={told.value} />
      <NoteList
        cards={cards}
        actions={(card) => (
          <Lift
            card={card}
            open={open}
            onLift={(on) => void tell(session.send({ t: "lift", id: card.id, on }))}
          />
        )}
      />
    </section>
  );
}

interface LiftProps {
  card: Card;
  open: boolean;
  onLift: (on: boolean) => void;
}

function Lift({ card, open, onLift }: LiftProps) {
  if (!open) return card.lifted ? <p class="state">{_("Lifted to the prioritising")}</p> : null;
  return (
    <button
      type="button"
      class="ds-button"
      data-variant={card.lifted ? "secondary" : "tertiary"}
      aria-pressed={card.lifted}
      onClick={() => onLift(!card.lifted)}
    >
      <span aria-hidden="true">{card.lifted ? "★" : "☆"}</span>
      {card.lifted ? _("Lifted to the prioritising") : _("Lift to the prioritising")}
    </button>
  );
}

/** What comes up in the talk. It is not anonymous at the table, and says so. */
function OpenBox({ question, open }: { question: string; open: boolean }) {
  const { memory, outbox } = useTablet();
  const name = box.shared(question);
  const text = memory.draft(name);
  const mine = memory.inOrder.value.filter((n) => n.question === question && n.shared);
  function send(): void {
    if (open && !over(text, NOTE_LIMIT)) outbox.write(name, question, "shared");
  }
  if (!open && !text && mine.length === 0) return null;
  return (
    <section class="stack">
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        <WordsBox
          id="open-note"
          label={_("Something new? Write it here")}
          value={text}
          limit={NOTE_LIMIT}
          rows={2}
          onType={(typed) => memory.type(name, typed)}
          onSend={send}
        >
          {_("It shows at your table at once.")}
        </WordsBox>
        {open && (
          <button type="submit" class="ds-button" data-variant="secondary" aria-disabled={!text.trim()}>
            {_("Show it at the table")}
          </button>
        )}
      </form>
      <OwnNotes title={_("Written openly from this tablet")} notes={mine} open={open} />
    </section>
  );
}
