// The wording in common: the hall's words by the process leader's hand, followed on the projector as
// they are typed, and fixed as versions that the tables answer for.
import { useEffect, useRef, useState } from "preact/hooks";

import { Changed } from "../Changed";
import { _, ngettext } from "../i18n";
import { commonOf, standWords } from "../plenary";
import type { Common, ControlView, Said } from "../protocol";
import type { Frame } from "../socket";
import { Arguments } from "./Plenary";
import { Do, Told } from "./Do";
import { focusSoon, useDesk } from "./desk";
import { inTableOrder } from "./next";

const LIMIT = 4000;
const TYPED_EVERY = 250; // milliseconds: four times a second is as fast as a hall reads

/** One line until it is asked for: the statements stay where they are. */
export function Wording({ view }: { view: ControlView }) {
  const { common } = view;
  if (!common) return null;
  const proposals = Object.keys(view.proposals).length;
  return (
    <section aria-labelledby="wording-title">
      <details class="ds-details wording">
        <summary>
          <h2 class="ds-heading" data-size="xs" id="wording-title">
            {_("A wording in common")}
          </h2>
          {common.version > 0 && <span>{_("version {n}", { n: common.version })}</span>}
          {proposals > 0 && (
            <span>{ngettext("{n} proposal from the tables", "{n} proposals from the tables", proposals)}</span>
          )}
        </summary>
        <div>
          {common.version > 0 && <Stands view={view} common={common} />}
          <Editor key={common.question} view={view} common={common} />
          <Versions view={view} common={common} />
          {common.version > 0 && (
            <Arguments
              view={view}
              about={commonOf(common.question)}
              name={_("A wording in common")}
              open={view.shown.length === 0}
            />
          )}
        </div>
      </details>
    </section>
  );
}

function Stands({ view, common }: { view: ControlView; common: Common }) {
  const answered = new Set(common.stances.map(({ table }) => table));
  const silent = Object.values(view.tables).filter(({ no, disbanded }) => !disbanded && !answered.has(no));
  return (
    <>
      <p class="words">{common.text}</p>
      <p role="status">
        <strong>{standWords(common)}</strong>
      </p>
      {silent.length > 0 && (
        <p class="quiet">{_("Not answered: {tables}", { tables: silent.map(({ name }) => name).join(", ") })}</p>
      )}
      {common.stances
        .filter(({ stands, dissent }) => !stands || dissent)
        .map(({ table, name, stands, dissent }) => (
          <p key={table} class="words dissent">
            <strong>
              {name}: {stands ? _("can answer for it, with dissent") : _("cannot answer for it")}
            </strong>{" "}
            {dissent}
          </p>
        ))}
    </>
  );
}

// ---------------------------------------------------------------- writing it

/** What stands in the editor, and which version it was begun from. */
interface Draft {
  text: string;
  from: number;
}

function Editor({ view, common }: { view: ControlView; common: Common }) {
  const { question, version } = common;
  const { session } = useDesk();
  const [draft, setDraft] = useKept(`wording ${question}`, { text: "", from: version });
  const [before, setBefore] = useState<Draft | null>(null);
  const overtaken = draft.text.trim() !== "" && draft.from < version;
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const followed = useRef(false); // the hall is to see on the projector what stands here
  const latest = useRef({ text: "", overtaken });
  latest.current = { text: draft.text, overtaken };
  useEffect(() => hush, []);
  useEffect(() => {
    if (session.status.value === "on") tell(); // a server that was away knows nothing of it
  }, [session.status.value]);

  /** At most so often, and the last of it always: what did not come through is sent once more. */
  function tell(): void {
    timer.current ??= setTimeout(async () => {
      timer.current = undefined;
      if (!followed.current || latest.current.overtaken) return;
      const text = latest.current.text.trim() ? latest.current.text : null;
      const answer = await session.send({ t: "typing", question, text });
      if (answer.t === "refused" && answer.code === "not_stored") tell();
      if (answer.t === "stored" && !text && !latest.current.text.trim()) followed.current = false;
    }, TYPED_EVERY);
  }

  function hush(): void {
    followed.current = false;
    clearTimeout(timer.current);
    timer.current = undefined;
  }

  function write(next: Draft): void {
    setDraft(next);
    followed.current = true;
    tell();
  }

  function begin(text: string): void {
    if (draft.text.trim()) setBefore(draft);
    write({ text, from: version });
    focusSoon("wording");
  }

  function takeOff(): Frame {
    hush();
    return { t: "typing", question, text: null };
  }

  /** Nothing that is typed may come to the projector after the version that it became. */
  function fix(): Frame {
    hush();
    return { t: "wording", question, version: draft.from + 1, text: draft.text };
  }

  function fixed(): void {
    setDraft({ text: "", from: draft.from + 1 });
    setBefore(null);
  }

  const long = [...draft.text.trim()].length > LIMIT;
  const others = view.typed !== null && !draft.text.trim() && !followed.current;
  return (
    <>
      <div class="ds-field">
        <label class="ds-label" for="wording">
          {version === 0 ? _("Write what the hall says") : _("Write version {n}", { n: version + 1 })}
        </label>
        <p data-field="description" id="wording-help">
          {_("The hall follows on the projector as you write. It is not kept before you fix it.")}
        </p>
        <textarea
          id="wording"
          class="ds-input"
          rows={4}
          value={draft.text}
          aria-describedby="wording-help"
          aria-invalid={long}
          onInput={({ currentTarget: { value: text } }) =>
            write({ text, from: draft.text ? draft.from : version })
          }
        />
        {long && <p role="status">{_("It is too long. Nothing is lost: shorten it and send again.")}</p>}
      </div>
      <div role="status" class="told">
        {others && <p class="ds-alert" data-color="info">{_("Another laptop is writing the wording just now.")}</p>}
        {overtaken && (
          <div class="ds-alert" data-color="warning">
            <p>
              {_("Version {n} was fixed while you were writing. Your words are still here.", { n: version })}
            </p>
            <p class="words">{common.text}</p>
          </div>
        )}
      </div>
      <div class="row">
        {overtaken ? (
          <button type="button" class="ds-button" onClick={() => write({ ...draft, from: version })}>
            {_("Go on from mine")}
          </button>
        ) : (
          <Do
            place="wording"
            variant="primary"
            ready={draft.text.trim() !== "" && !long}
            frame={fix}
            after={fixed}
          >
            {_("Fix the wording")}
          </Do>
        )}
        {view.typed !== null && (
          <Do place="wording" frame={takeOff}>
            {_("Take it off the projector")}
          </Do>
        )}
        {before && (
          <button
            type="button"
            class="ds-button"
            data-variant="secondary"
            onClick={() => {
              write(before);
              setBefore(null);
            }}
          >
            {_("Put back what stood here")}
          </button>
        )}
      </div>
      <Told place="wording" />
      <Beginnings view={view} common={common} begin={begin} />
    </>
  );
}

interface BeginningsProps {
  view: ControlView;
  common: Common;
  begin: (text: string) => void;
}

/** From one press: the latest version, what a table proposes, or its statement. */
function Beginnings({ view, common, begin }: BeginningsProps) {
  const proposals = Object.values(view.proposals).sort((a, b) => a.table - b.table);
  const opened = inTableOrder(view).filter(({ table }) => view.opened.includes(table));
  const from = (said: Said, words: string) => (
    <li key={words}>
      <p class="words">{said.text}</p>
      <button type="button" class="ds-button" data-variant="tertiary" onClick={() => begin(said.text)}>
        {words}
      </button>
    </li>
  );
  return (
    <>
      {common.version > 0 && (
        <button type="button" class="ds-button" data-variant="secondary" onClick={() => begin(common.text)}>
          {_("Change version {n}", { n: common.version })}
        </button>
      )}
      {proposals.length > 0 && (
        <ul>{proposals.map((said) => from(said, _("Begin from what {table} proposes", { table: said.name })))}</ul>
      )}
      {opened.length > 0 && (
        <details class="ds-details">
          <summary>{_("Begin from a table's statement")}</summary>
          <ul>{opened.map((said) => from(said, _("Begin from {table}", { table: said.name })))}</ul>
        </details>
      )}
    </>
  );
}

function Versions({ view, common }: { view: ControlView; common: Common }) {
  const all = Object.values(view.wordings).sort((a, b) => b.version - a.version);
  if (common.version < 2) return null;
  return (
    <details class="ds-details">
      <summary>{ngettext("{n} version", "{n} versions", all.length)}</summary>
      <ol reversed>
        {all.map(({ version, text }) => (
          <li key={version} value={version}>
            <p class="words">
              <Changed before={view.wordings[version - 1]?.text ?? ""} after={text} />
            </p>
          </li>
        ))}
      </ol>
    </details>
  );
}

/** Kept past a reload of the page, in this window only. */
function useKept(name: string, first: Draft): [Draft, (draft: Draft) => void] {
  const [draft, setDraft] = useState<Draft>(() => {
    try {
      return JSON.parse(sessionStorage.getItem(name) ?? "null") ?? first;
    } catch {
      return first;
    }
  });
  function keep(next: Draft): void {
    setDraft(next);
    try {
      sessionStorage.setItem(name, JSON.stringify(next));
    } catch {
      // Where nothing can be kept, it stands until the page is left.
    }
  }
  return [draft, keep];
}
