// The verification: how many have answered, which statement the projector shows, what lies behind
// each, and, when it is closed, what the hall answered and would rather have it say.
import { Changed } from "../Changed";
import { _, ngettext } from "../i18n";
import { took, tookSoFar } from "../methods";
import type { BehindSeen, ControlView, Corrected, Reread, Said, Verification } from "../protocol";
import {
  answerNames,
  bearingName,
  behindWords,
  correctionsOn,
  inOrder,
  rewordingsOn,
  statementName,
  WHOLE,
} from "../verification";
import { tooFewWords } from "../words";
import { Away } from "./Away";
import { Do, Told } from "./Do";
import { useDesk } from "./desk";
import { Pointing } from "./Pointing";
import { Note } from "./Said";

export function Verified({ view }: { view: ControlView }) {
  const { now, verification } = view;
  const here = now?.kind === "verify";
  const statements = inOrder(view.reopened);
  if (!here && !verification) return null;
  return (
    <section aria-labelledby="verified-title">
      <h2 id="verified-title" class="ds-heading" data-size="xs">
        {_("Have we understood you?")}
      </h2>
      {verification && statements.length > 0 ? (
        <>
          <HowMany view={view} verification={verification} />
          {here && <Statement view={view} verification={verification} statements={statements} />}
          <ol class="statements">
            {statements.map((one) => (
              <One key={one.id} one={one} view={view} verification={verification} />
            ))}
          </ol>
          <Corrections of={correctionsOn(view.corrections, WHOLE)} about={_("about the whole")} />
          <Told place="hide" />
        </>
      ) : (
        <Nothing />
      )}
    </section>
  );
}

function Nothing() {
  const { links } = useDesk();
  return (
    <>
      <p>{_("No statements from an earlier workshop are reopened: there is nothing to ask the hall about.")}</p>
      <Away href={links.reopening}>{_("Reopen statements")}</Away>
    </>
  );
}

interface Props {
  view: ControlView;
  verification: Verification;
}

function HowMany({ view: { hall, now }, verification: { ballots, result, shown, threshold } }: Props) {
  if (now?.open && result === null) {
    return (
      <>
        <p class="large">{tookSoFar("scale", hall)}</p>
        <p class="quiet">{_("The counts and the corrections come when the answers are closed.")}</p>
      </>
    );
  }
  if (shown) return <p class="quiet">{took("scale", ballots)}</p>;
  return (
    <p>
      {_("Only {n} answered. A result is shown from {threshold}, so that nobody can be known by it.", {
        n: ballots,
        threshold,
      })}
    </p>
  );
}

/** One at a time on the projector, or all of them. */
function Statement({ verification: { pointed, step }, statements }: Props & { statements: Reread[] }) {
  const last = statements.length;
  const one = statements[pointed - 1];
  return (
    <Pointing
      title={_("On the projector")}
      words={{
        back: _("The statement before"),
        on: pointed === 0 ? _("Show statement 1") : _("Next statement"),
        all: _("Show all"),
      }}
      {...{ step, pointed, last }}
      where={
        one
          ? _("The projector shows statement {no} of {of}.", { no: one.no, of: last })
          : _("The projector shows all the statements.")
      }
    />
  );
}

function One({ one, view, verification: { pointed, result, shown, step } }: Props & { one: Reread }) {
  const name = `verified-${one.id}`;
  const here = view.now?.kind === "verify";
  const there = pointed === one.no;
  const grades = result?.find(({ id }) => id === one.id)?.grades ?? [];
  return (
    <li data-shown={here && there}>
      <h3 id={name}>
        {statementName(one, Object.keys(view.reopened).length)}
        {one.minority && (
          <span class="ds-tag" data-color="neutral">
            {_("The minority's view")}
          </span>
        )}
        {there && here && (
          <span class="ds-tag" data-color="accent">
            ▶ {_("On the projector")}
          </span>
        )}
      </h3>
      <p class="words">
        <Changed before={one.before} after={one.text} />
      </p>
      {one.remark && (
        <p class="words quiet">
          <strong>{_("Professional remark")}:</strong> {one.remark}
        </p>
      )}
      {one.conflict && (
        <p class="words quiet">
          <strong>{_("In conflict with")}:</strong> {one.conflict}
        </p>
      )}
      {result && shown && <Counts grades={grades} />}
      {here && (
        <div class="row" role="group" aria-labelledby={name}>
          <Do place="point" pressed={there} frame={() => ({ t: "point", step, place: there ? 0 : one.no })}>
            {_("Show on the projector")}
          </Do>
        </div>
      )}
      <Corrections of={correctionsOn(view.corrections, one.id)} />
      <Rewordings of={rewordingsOn(view.rewordings, one.id)} />
      <Behind of={one.behind} />
    </li>
  );
}

function Counts({ grades }: { grades: readonly number[] }) {
  if (grades.length === 0) return <p class="quiet">{tooFewWords()}</p>;
  return (
    <p>
      {answerNames().map((name, i) => (
        <span key={name} class="came">
          {name} <strong>{grades[i]}</strong>
        </span>
      ))}
    </p>
  );
}

function Corrections({ of, about }: { of: Corrected[]; about?: string }) {
  if (of.length === 0) return null;
  return (
    <details class="ds-details notes" open>
      <summary>
        {ngettext("{n} correction", "{n} corrections", of.length)} {about}
      </summary>
      <div>
        <ul>
          {of.map((one) => (
            <Note key={one.id} note={{ ...one, lifted: false, shared: false }} />
          ))}
        </ul>
      </div>
    </details>
  );
}

function Rewordings({ of }: { of: Said[] }) {
  if (of.length === 0) return null;
  return (
    <details class="ds-details" open>
      <summary>{ngettext("{n} proposal from the tables", "{n} proposals from the tables", of.length)}</summary>
      <div>
        {of.map(({ table, name, text, dissent }) => (
          <div key={table}>
            <p class="words">
              <strong>{name}:</strong> {text}
            </p>
            {dissent && (
              <p class="words dissent">
                <strong>{_("Dissent")}:</strong> {dissent}
              </p>
            )}
          </div>
        ))}
      </div>
    </details>
  );
}

function Behind({ of }: { of: BehindSeen[] }) {
  if (of.length === 0) return <p class="quiet">{behindWords(of)}</p>;
  return (
    <details class="ds-details notes">
      <summary>{behindWords(of)}</summary>
      <div>
        <ul>
          {of.map((one) => (
            <Note key={one.id} note={{ ...one, lifted: false, shared: false }} lead={bearingName(one.bearing)} />
          ))}
        </ul>
      </div>
    </details>
  );
}
