// The plenary: tables' statements one at a time or side by side, what is said for and against, and
// the wording in common while it grows.
import { Changed } from "../Changed";
import { _, ngettext } from "../i18n";
import { argumentsOn, commonOf, SIDES, sideName, standWords, statementOf } from "../plenary";
import type { Common, ProjectorView, Said } from "../protocol";
import { wordsOf } from "../words";
import { Asked, Title } from "./Asking";
import { Fit, keepDissent } from "./Fit";
import { Foot } from "./Foot";

interface ViewProps {
  view: ProjectorView;
}

export function Plenary({ view }: ViewProps) {
  const { common, now, shown, typed } = view;
  const question = now?.question && <p class="asked-small">{now.question.text}</p>;
  if (common && typed !== null) {
    return (
      <>
        {question}
        <Typed view={view} text={typed} />
      </>
    );
  }
  if (shown.length > 0) {
    return (
      <>
        {question}
        <Shown view={view} />
      </>
    );
  }
  if (common && common.version > 0) {
    return (
      <>
        {question}
        <Worded view={view} common={common} />
        <Arguments view={view} about={commonOf(common.question)} most={2} />
      </>
    );
  }
  return (
    <>
      <Title view={view} />
      <Asked question={now?.question ?? null} />
      <p class="say">{_("The tables present what they came to.")}</p>
      <Foot view={view} />
    </>
  );
}

// ---------------------------------------------------------------- statements

/** How many arguments of a side have room under one of so many statements; else they are counted. */
const ROOM: Record<number, number> = { 1: 3, 2: 2 };

/** Below this size a text among several is cut: from the back of the hall it could not be read. */
const SMALLEST_BESIDE = 0.64;
const SMALLEST = 0.33;

function Shown({ view }: ViewProps) {
  const { shown } = view;
  const most = ROOM[shown.length] ?? 0;
  return (
    <div class="shown" data-count={shown.length}>
      {shown.map((said) => (
        <section key={said.table}>
          <Statement said={said} view={view} />
          {most > 0 ? (
            <Arguments view={view} about={statementOf(said)} most={most} />
          ) : (
            <Counted view={view} about={statementOf(said)} />
          )}
        </section>
      ))}
    </div>
  );
}

function Statement({ said, view }: ViewProps & { said: Said }) {
  // The arguments below take of its room.
  const below = Object.values(view.arguments).filter((one) => one.about === statementOf(said));
  const about = `${view.shown.length} ${said.table} ${said.text} ${said.dissent} ${below.map((one) => one.text).join()}`;
  return (
    <Fit
      class="statement"
      about={about}
      cut={keepDissent}
      smallest={view.shown.length > 1 ? SMALLEST_BESIDE : SMALLEST}
    >
      <h1>{said.name}</h1>
      <p class="words">{said.text || _("The table took back what it had written.")}</p>
      <Rest />
      {said.dissent && <Dissent words={said.dissent} />}
    </Fit>
  );
}

function Dissent({ words }: { words: string }) {
  return (
    <div class="dissent">
      <h2>{_("Dissent")}</h2>
      <p class="words">{words}</p>
      <Rest />
    </div>
  );
}

/** Seen below a text that is cut. */
function Rest() {
  return <p class="remainder">{_("The rest is on the tablets")}</p>;
}

// ---------------------------------------------------------------- arguments

interface ArgumentsProps extends ViewProps {
  about: string;
  /** Of each side. */
  most: number;
}

function Arguments({ view, about, most }: ArgumentsProps) {
  const sides = SIDES.map((side) => ({ side, all: argumentsOn(view.arguments, about, side) }));
  if (sides.every(({ all }) => all.length === 0)) return null;
  const words = sides.map(({ all }) => all.map(wordsOf).join()).join();
  return (
    <Fit class="argued" about={`${view.shown.length} ${words}`} smallest={0.8}>
      {sides.map(({ side, all }) => (
        <div key={side} data-side={side}>
          <h2>{`${sideName(side)} (${all.length})`}</h2>
          <ul>
            {all.slice(0, most).map((one) => (
              <li key={one.id}>
                <p class={one.hidden ? "text concealed" : "text"}>{wordsOf(one)}</p>
              </li>
            ))}
          </ul>
          {all.length > most && (
            <p class="more">
              {ngettext("+ {n} more on the tablets", "+ {n} more on the tablets", all.length - most)}
            </p>
          )}
        </div>
      ))}
    </Fit>
  );
}

function Counted({ view, about }: ViewProps & { about: string }) {
  const [pro, con] = SIDES.map((side) => argumentsOn(view.arguments, about, side).length);
  if (!pro && !con) return null;
  return <p class="counted">{_("{pro} for · {con} against", { pro: pro ?? 0, con: con ?? 0 })}</p>;
}

// ---------------------------------------------------------------- the wording in common

function Worded({ view, common }: ViewProps & { common: Common }) {
  const before = view.wordings[common.version - 1]?.text ?? "";
  const dissent = common.stances
    .filter((one) => one.dissent)
    .map((one) => `${one.name}: ${one.dissent}`)
    .join("\n");
  const below = Object.values(view.arguments).filter((one) => one.about === commonOf(common.question));
  return (
    <>
      <Fit
        class="statement wording"
        about={`${common.text} ${before} ${dissent} ${below.length}`}
        cut={keepDissent}
      >
        <h1>
          {_("A wording in common")} · {_("version {n}", { n: common.version })}
        </h1>
        <p class="words">
          <Changed before={before} after={common.text} />
        </p>
        <Rest />
        {dissent && <Dissent words={dissent} />}
      </Fit>
      <p class="stand">{standWords(common)}</p>
    </>
  );
}

function Typed({ view, text }: ViewProps & { text: string }) {
  return (
    <Fit class="statement wording" about={text} cut={keepDissent}>
      <h1>
        {_("A wording in common")} · {_("being written")}
      </h1>
      <p class="words">
        <Changed before={view.common?.text ?? ""} after={text} />
      </p>
      <Rest />
    </Fit>
  );
}
