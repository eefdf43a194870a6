// How the hall meets the knowledge base: at how many tables, and, when that is closed, what came of it.
import { _, ngettext } from "../i18n";
import type { ControlView, Known } from "../protocol";
import { REACTIONS, reactionName, tooFewWords } from "../words";
import { Note } from "./Said";
import { Told } from "./Do";

export function Knowledge({ view }: { view: ControlView }) {
  const { counts, hall, now } = view;
  if (now?.kind !== "knowledge") return null;
  const statements = Object.values(view.knowledge).sort((a, b) => a.no - b.no);
  return (
    <section aria-labelledby="knowledge-title">
      <h2 id="knowledge-title" class="ds-heading" data-size="xs">
        {_("Reactions")}
      </h2>
      {statements.length === 0 && <p>{_("No statements are laid before the hall.")}</p>}
      {now.open && statements.length > 0 && (
        <>
          <p class="large">
            {_("{n} of {tables} tables have reacted", { n: counts.reacted, tables: hall.tables })}
          </p>
          <p class="quiet">
            {ngettext("{n} statement", "{n} statements", statements.length)} ·{" "}
            {_("the result comes when the reactions are closed")}
          </p>
        </>
      )}
      <ol class="known">
        {statements.map((one) => (
          <li key={one.id}>
            <p class="words">
              {one.figure && <strong>{one.figure} </strong>}
              {one.text}
            </p>
            <Outcome known={one} view={view} />
          </li>
        ))}
      </ol>
      <Told place="hide" />
    </section>
  );
}

function Outcome({ known, view }: { known: Known; view: ControlView }) {
  const { reactions } = known;
  if (reactions === null) return null;
  if (!reactions.shown) return <p class="quiet">{tooFewWords()}</p>;
  const whys = Object.values(view.whys).filter((why) => why.statement === known.id);
  return (
    <>
      <p>
        {REACTIONS.map((kind) => (
          <span key={kind} class="came">
            {reactionName(kind)} <strong>{reactions[kind]}</strong>
          </span>
        ))}
      </p>
      {whys.length > 0 && (
        <details class="ds-details notes">
          <summary>{ngettext("{n} said why", "{n} said why", whys.length)}</summary>
          <div>
            <ul>
              {REACTIONS.flatMap((kind) => whys.filter((why) => why.reaction === kind)).map((why) => (
                <Note
                  key={why.id}
                  note={{ ...why, lifted: false, shared: false }}
                  lead={reactionName(why.reaction)}
                />
              ))}
            </ul>
          </div>
        </details>
      )}
    </>
  );
}
