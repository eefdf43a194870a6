// Table talk: the notes lie open, the table writes what it agrees on, and what comes up on the way.
// Fetched apart (`later.tsx`).
import { _ } from "../i18n";
import type { Card, Now } from "../protocol";
import { StepHeading, Told, useTold } from "./Bits";
import { Marks } from "./Marks";
import { box } from "./memory";
import { HallNotes, NoteList } from "./NoteList";
import { OwnNotes } from "./OwnNotes";
import { Statement } from "./Statement";
import { useTablet } from "./tablet";
import { WordsForm } from "./WordsForm";

export function Talk({ now }: { now: Now }) {
  const { parts } = useTablet();
  const { question } = now;
  const others = parts.hall_notes.value;
  if (question === null) return null;
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
  const cards = useTablet().parts.own_notes.value;
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
          {_("Up to two of them can be lifted, so that the hall can prioritise them. Then they are shown on the big screen.")}
        </p>
      )}
      <NoteList cards={cards} actions={(card) => <Lift card={card} open={open} />} />
    </section>
  );
}

function Lift({ card, open }: { card: Card; open: boolean }) {
  const { session } = useTablet();
  const { tell, told } = useTold();
  if (!open) return card.lifted ? <p class="state">{_("Lifted to the prioritising")}</p> : null;
  return (
    <>
      <button
        type="button"
        class="ds-button"
        data-variant={card.lifted ? "secondary" : "tertiary"}
        aria-pressed={card.lifted}
        onClick={() => void tell(session.send({ t: "lift", id: card.id, on: !card.lifted }))}
      >
        <span aria-hidden="true">{card.lifted ? "★" : "☆"}</span>
        {card.lifted ? _("Lifted to the prioritising") : _("Lift to the prioritising")}
      </button>
      <Told words={told.value} />
    </>
  );
}

/** What comes up in the talk. It is not anonymous at the table, and says so. */
function OpenBox({ question, open }: { question: string; open: boolean }) {
  const { memory, outbox } = useTablet();
  const name = box.shared(question);
  const text = memory.draft(name);
  const mine = memory.own.value.filter((n) => n.question === question && n.shared);
  if (!open && !text && mine.length === 0) return null;
  return (
    <section class="stack">
      <WordsForm
        id="open-note"
        label={_("Something new? Write it here")}
        help={_("It shows at your table at once.")}
        value={text}
        rows={2}
        open={open}
        press={_("Show it at the table")}
        look="secondary"
        onType={(typed) => memory.type(name, typed)}
        onSend={() => outbox.write(name, question, "shared")}
      />
      <OwnNotes title={_("Written openly from this tablet")} notes={mine} open={open} />
    </section>
  );
}
