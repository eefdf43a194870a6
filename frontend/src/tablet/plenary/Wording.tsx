// The wording in common: how it stands, whether the table can answer for it, and what the table
// would rather say. The one with the pen answers for the table.
import { useEffect, useRef } from "preact/hooks";

import { _ } from "../../i18n";
import { commonOf, standWords } from "../../plenary";
import type { Common, Now, OwnStatement } from "../../protocol";
import { Icon, over, stayNear, Told, useTold, WordsBox } from "../Bits";
import { box } from "../memory";
import { Fate, Hand, Said, STATEMENT_LIMIT, TakePen } from "../Statement";
import { useTablet } from "../tablet";
import { Changed } from "../../Changed";
import { Arguments } from "./Arguments";

export function Wording({ now }: { now: Now }) {
  const { common: part, wordings } = useTablet().parts;
  const common = part.value;
  if (common === null) return null;
  const before = wordings.value?.[common.version - 1]?.text ?? "";
  if (common.version === 0) return null;
  return (
    <section class="ds-card stack shown" aria-labelledby="common">
      <h2 class="ds-heading" data-size="xs" id="common">
        {_("A wording in common")} · {_("version {n}", { n: common.version })}
      </h2>
      <p class="words" aria-live="polite">
        <Changed before={before} after={common.text} />
      </p>
      <p>{standWords(common)}</p>
      <Stances common={common} />
      {now.open && <Stand common={common} />}
      <Arguments about={commonOf(common.question)} name={_("A wording in common")} open={now.open} />
    </section>
  );
}

/** Who cannot, and every dissent in full. */
function Stances({ common }: { common: Common }) {
  return (
    <>
      {common.stances
        .filter((one) => !one.stands || one.dissent)
        .map((one) => (
          <div key={one.table} class="dissent">
            <p>
              <strong>{one.name}:</strong>{" "}
              {one.stands ? _("can answer for it, with dissent") : _("cannot answer for it")}
            </p>
            {one.dissent && <p class="words">{one.dissent}</p>}
          </div>
        ))}
    </>
  );
}

/** Yes or no is sent at once. Dissent is kept as a draft, also past the next version. */
function Stand({ common }: { common: Common }) {
  const { memory, parts, pen, session } = useTablet();
  const { tell, told } = useTold();
  const stand = parts.table.value?.stand ?? null;
  const answered = stand?.version === common.version ? stand : null;
  const name = box.stand(common.question);
  const dissent = memory.draft(name) || (stand?.dissent ?? "");
  const place = useRef<HTMLDivElement>(null);
  const took = useRef(false);
  const mine = pen.mine.value;
  useEffect(() => {
    if (mine && took.current) stayNear(place); // the button that was pressed is gone
    took.current = false;
  }, [mine]);
  if (!mine) {
    return (
      <div class="stack">
        <p>
          <strong>{_("Can your table answer for this?")}</strong> {answered && (answered.stands ? _("Yes") : _("No"))}
        </p>
        <p class="faint">
          {parts.table.value?.pen
            ? _("Whoever has the pen answers for the table.")
            : _("Whoever takes the pen answers for the table.")}
        </p>
        <div class="row" onClick={() => (took.current = true)}>
          <TakePen />
        </div>
      </div>
    );
  }

  function say(stands: boolean): void {
    if (over(dissent, STATEMENT_LIMIT) > 0) return;
    const { question, version } = common;
    const frame = { t: "stand", question, version, stands, dissent, rev: (stand?.rev ?? 0) + 1 } as const;
    const sent = session.send(frame);
    void tell(sent);
    void sent.then((answer) => {
      if (answer.t === "stored" && memory.draft(name) === dissent) memory.type(name, "");
    });
  }

  const unsent = answered !== null && dissent.trim() !== answered.dissent;
  return (
    <div ref={place} class="stack" role="group" aria-labelledby="stand">
      <p id="stand">
        <strong>{_("Can your table answer for this?")}</strong>
        {stand !== null && answered === null && " " + _("The wording has changed since you answered.")}
      </p>
      <WordsBox
        id="stand-dissent"
        label={_("Dissent – what the table, or somebody at it, cannot answer for")}
        value={dissent}
        limit={STATEMENT_LIMIT}
        rows={2}
        onType={(typed) => memory.type(name, typed)}
      />
      <div class="row">
        {([true, false] as const).map((stands) => {
          const on = answered?.stands === stands;
          return (
            <button
              key={String(stands)}
              type="button"
              class="ds-button"
              data-variant={on ? "primary" : "secondary"}
              aria-pressed={on}
              onClick={() => say(stands)}
            >
              {on && <Icon name="check" />}
              {stands ? _("Yes, we can") : _("No, we cannot")}
            </button>
          );
        })}
        {unsent && (
          <button type="button" class="ds-button" onClick={() => say(answered.stands)}>
            {_("Store the dissent")}
          </button>
        )}
      </div>
      <Told words={told.value} />
    </div>
  );
}

export function Proposal() {
  const { parts, pen } = useTablet();
  const proposal = parts.proposal.value;
  const words = pen.words.value;
  if (proposal === null) return null;
  return (
    <section class="ds-card stack statement" data-variant="tinted" aria-labelledby="proposal">
      <h2 class="ds-heading" data-size="xs" id="proposal">
        {_("What all of us could say")}
      </h2>
      {words !== null ? (
        <>
          <WordsBox
            id="proposal-words"
            label={_("Your table's proposal for a wording in common")}
            value={words.text}
            limit={STATEMENT_LIMIT}
            rows={4}
            onType={(text) => pen.type({ text })}
          >
            {_("The process leader sees it as you write, with the table's name.")}
          </WordsBox>
          <Fate />
        </>
      ) : (
        <Proposed said={proposal} />
      )}
      <Hand />
    </section>
  );
}

function Proposed({ said }: { said: OwnStatement }) {
  if (said.text) return <Said said={said} />;
  return <p class="faint">{_("Your table may propose a wording that everybody could stand behind.")}</p>;
}
