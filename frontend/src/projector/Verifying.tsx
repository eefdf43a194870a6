// The picture of a verification: all that the administration understood, or one statement large; and,
// when it is closed, how many gave each answer, with what the hall would rather have it say.
import { Changed } from "../Changed";
import { _, ngettext } from "../i18n";
import { took, tookSoFar } from "../methods";
import type { Graded, ProjectorView, Reread, Verification } from "../protocol";
import {
  answerNames,
  Answers,
  behindWords,
  correctionsOn,
  inOrder,
  rewordingsOn,
  statementName,
  WHOLE,
} from "../verification";
import { tooFewWords, wordsOf } from "../words";
import { Title } from "./Asking";
import { Fit, keepDissent } from "./Fit";
import { Clock } from "./Foot";

/** So many have room at a size that is read from the back; the tablets have the rest. */
const LISTED = 24;
const COUNTED = 12;
const SMALLEST = 0.57;

interface ViewProps {
  view: ProjectorView;
}

export function Verifying({ view }: ViewProps) {
  const { hall, now, verification } = view;
  const statements = inOrder(view.reopened);
  if (!verification || statements.length === 0) return <Title view={view} heading />;
  const { ballots, pointed, result, shown } = verification;
  const one = statements[pointed - 1];
  const said = result ? shown && took("scale", ballots) : tookSoFar("scale", hall);
  return (
    <>
      <div class="line">
        <Title view={view} heading />
        {now?.open ? (
          <>
            <p class="say">{said}</p>
            <Clock now={now} />
          </>
        ) : (
          <p class="say">{said || _("Closed")}</p>
        )}
      </div>
      {one ? (
        <One view={view} one={one} of={statements.length} />
      ) : result ? (
        <Came view={view} verification={verification} />
      ) : (
        <Listed statements={statements} />
      )}
      {now?.open && <p class="say">{_("Answer on your tablet. Nobody can find out who answered what.")}</p>}
    </>
  );
}

// ---------------------------------------------------------------- all of them

function Listed({ statements }: { statements: Reread[] }) {
  const rest = statements.length - LISTED;
  return (
    <>
      <Fit class="choices" about={statements.map(({ text }) => text).join()} smallest={SMALLEST}>
        <ol data-many={statements.length > 4} data-crowd={statements.length > 12}>
          {statements.slice(0, LISTED).map((one) => (
            <li key={one.id}>
              <span class="no">{one.no}</span>
              <Words one={one} />
            </li>
          ))}
        </ol>
      </Fit>
      <More n={rest} />
    </>
  );
}

/** The few are seen as the few also among the others. */
function Words({ one: { minority, text } }: { one: Reread }) {
  return (
    <p class="text">
      {minority && <span class="minority">{_("The minority's view")}</span>}
      {minority && " "}
      {text}
    </p>
  );
}

interface CameProps extends ViewProps {
  verification: Verification;
  rows?: number;
}

/** What all of them came to; also on the last picture. */
export function Came({ view, verification, rows = COUNTED }: CameProps) {
  const { result, shown, threshold } = verification;
  if (!result || !shown) return <TooFew threshold={threshold} />;
  const statements = inOrder(view.reopened);
  const whole = correctionsOn(view.corrections, WHOLE).length;
  const given = new Map(result.map(({ id, grades }) => [id, grades]));
  const most = Math.max(1, ...result.flatMap(({ grades }) => grades));
  const names = answerNames();
  const listed = statements.slice(0, rows);
  return (
    <>
      <Fit class="result verified" about={listed.map(({ id, text }) => text + given.get(id)?.join()).join()} smallest={SMALLEST}>
        <table>
          <thead>
            <tr>
              <th scope="colgroup" colSpan={2}>{_("This is how we understood you")}</th>
              {names.map((name) => (
                <th key={name} scope="col" class="grade">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {listed.map((one) => (
              <tr key={one.id}>
                <td class="no">{one.no}</td>
                <td>
                  <Words one={one} />
                </td>
                <Counts grades={given.get(one.id) ?? []} most={most} />
              </tr>
            ))}
          </tbody>
        </table>
      </Fit>
      <More n={statements.length - rows} />
      {whole > 0 && (
        <p class="say">
          {ngettext("{n} correction is about the whole", "{n} corrections are about the whole", whole)}
        </p>
      )}
    </>
  );
}

function Counts({ grades, most }: { grades: Graded["grades"]; most: number }) {
  if (grades.length === 0) {
    return (
      <td colSpan={4} class="grade">
        {tooFewWords()}
      </td>
    );
  }
  return (
    <>
      {grades.map((n, i) => (
        <td key={i} class="grade">
          <div>
            <b>{n}</b>
            <span>
              <span class="bar" style={{ width: `${(100 * n) / most}%` }} />
            </span>
          </div>
        </td>
      ))}
    </>
  );
}

function TooFew({ threshold }: { threshold: number }) {
  return (
    <Fit class="asked" about={String(threshold)}>
      <h2>{_("Too few answered for a result to be shown.")}</h2>
      <p class="hint">
        {_("At least {threshold} are needed, so that nobody can be known by it.", { threshold })}
      </p>
    </Fit>
  );
}

function More({ n }: { n: number }) {
  if (n <= 0) return null;
  return <p class="say">{ngettext("+ {n} more on the tablets", "+ {n} more on the tablets", n)}</p>;
}

// ---------------------------------------------------------------- one of them

interface OneProps extends ViewProps {
  one: Reread;
  of: number;
}

function One({ view, one, of }: OneProps) {
  const closed = view.verification?.result ?? null;
  const open = view.now?.open;
  return (
    <>
      <div class="reread">
        <Fit class="statement" about={`${one.text} ${one.before} ${open}`} smallest={SMALLEST} cut={keepDissent}>
          <h1>
            {statementName(one, of)}
            {one.minority && <span class="minority">{_("The minority's view")}</span>}
          </h1>
          <p class="words">
            <Changed before={one.before} after={one.text} />
          </p>
          <p class="remainder">{_("The rest is on the tablets")}</p>
        </Fit>
        {closed ? <Given view={view} id={one.id} /> : <Beside one={one} />}
      </div>
      {open ? <p class="stand">{behindWords(one.behind)}</p> : <Rather view={view} id={one.id} />}
    </>
  );
}

/** What the administration says to it stands beside it, never in it. */
function Beside({ one: { conflict, remark } }: { one: Reread }) {
  if (!remark && !conflict) return null;
  return (
    <Fit class="remarks" about={remark + conflict} smallest={SMALLEST}>
      {remark && <h2>{_("Professional remark")}</h2>}
      {remark && <p class="text">{remark}</p>}
      {conflict && <h2>{_("In conflict with")}</h2>}
      {conflict && <p class="text">{conflict}</p>}
    </Fit>
  );
}

function Given({ view, id }: ViewProps & { id: string }) {
  const grades = view.verification?.result?.find((one) => one.id === id)?.grades ?? [];
  const said = Object.values(view.corrections).length; // they take of its room
  return (
    <Fit class="given" about={`${id} ${grades.join()} ${said}`} smallest={SMALLEST}>
      {grades.length > 0 ? <Answers given={grades} /> : <p>{tooFewWords()}</p>}
    </Fit>
  );
}

const ROOM = 3;

/** What the hall would rather have it say: each for themselves, and the tables. */
function Rather({ view, id }: ViewProps & { id: string }) {
  const corrections = correctionsOn(view.corrections, id);
  const rewordings = rewordingsOn(view.rewordings, id);
  if (corrections.length + rewordings.length === 0) return null;
  const words = [...corrections.map(wordsOf), ...rewordings.map(({ text }) => text)];
  return (
    <Fit class="argued rather" about={words.join()} smallest={0.8}>
      {corrections.length > 0 && (
        <div>
          <h2>{ngettext("{n} correction", "{n} corrections", corrections.length)}</h2>
          <ul>
            {corrections.slice(0, ROOM).map((one) => (
              <li key={one.id}>
                <p class={one.hidden ? "text concealed" : "text"}>{wordsOf(one)}</p>
              </li>
            ))}
          </ul>
          <More n={corrections.length - ROOM} />
        </div>
      )}
      {rewordings.length > 0 && (
        <div>
          <h2>
            {ngettext("{n} proposal from the tables", "{n} proposals from the tables", rewordings.length)}
          </h2>
          <ul>
            {rewordings.slice(0, ROOM).map(({ table, name, text, dissent }) => (
              <li key={table}>
                <p class="text">
                  <strong>{name}: </strong>
                  {text}
                  {dissent && (
                    <>
                      {" "}
                      <strong>{_("Dissent")}:</strong> {dissent}
                    </>
                  )}
                </p>
              </li>
            ))}
          </ul>
          <More n={rewordings.length - ROOM} />
        </div>
      )}
    </Fit>
  );
}
