// «Slik har vi forstått dere»: the statements in the editor's order, each with what bears on it, and
// what the hall has said of those that it has met.
import { useState } from "preact/hooks";

import { _, ngettext } from "../i18n";
import type { Bearing, UnderstoodSeen } from "../protocol";
import { link } from "./acts";
import { focusSoon, useBench, useView } from "./bench";
import { Press } from "./Bits";
import { keep } from "./drafts";
import { behind, inOrder, lastPlace, linked, newId, reordered, statementDropped, worded, wordsOf } from "./edits";
import { Hall } from "./Hall";
import { StatementForm } from "./StatementForm";
import { BEARINGS, bearingWords, short, textOf } from "./told";

export function Statements() {
  const bench = useBench();
  const view = useView();
  const statements = inOrder(view.understood);
  const drafts = bench.drafts.value;
  const fresh = Object.entries(drafts).filter(([id, { seen }]) => seen === null && !view.understood[id]);
  const theme = bench.filter.value.theme;

  function begin() {
    const id = newId();
    const next = { text: "", theme: theme || null, minority: false, remark: "", conflict: "", withdrawn: "" };
    keep(bench.drafts, id, { seen: null, next: { ...next, place: lastPlace(view.understood) } });
    focusSoon(`text-${id}`);
  }

  return (
    <>
      {statements.length === 0 && fresh.length === 0 && (
        <p>{_("No statement yet. Write what you have understood, in the words of a plan, and link to it what was said.")}</p>
      )}
      <ol class="statements">
        {statements.map((one, i) => (
          <li key={one.id} class="statement" data-withdrawn={one.withdrawn !== ""}>
            {drafts[one.id] ? (
              <>
                <StatementForm id={one.id} />
                <Hall one={one} open />
                <Behind one={one} open />
              </>
            ) : (
              <Statement one={one} no={i + 1} />
            )}
          </li>
        ))}
        {fresh.map(([id]) => (
          <li key={id} class="statement">
            <StatementForm id={id} />
          </li>
        ))}
      </ol>
      <Press id="new-statement" variant="primary" own onPress={begin}>{_("Write a statement")}</Press>
    </>
  );
}

function Statement({ one, no }: { one: UnderstoodSeen; no: number }) {
  const bench = useBench();
  const view = useView();
  const [over, setOver] = useState(false);
  const { id, text, theme, place, minority, remark, conflict, withdrawn } = one;
  const edit = () => {
    const seen = { text, theme, place, minority, remark, conflict, withdrawn };
    keep(bench.drafts, id, { seen, next: seen });
    focusSoon(`text-${id}`);
  };
  const move = (by: -1 | 1) =>
    void bench.act((now) => reordered(now, "statements", id, by), _("The statement has another place."));
  return (
    <article
      id={`statement-${id}`}
      tabIndex={-1}
      aria-label={short(text, 60)}
      data-over={over}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        void link(bench, id, "supports");
      }}
    >
      <p class="row quiet">
        <b>{no}</b> {view.themes[theme ?? ""]?.name ?? _("no theme")}
        {minority && <span class="ds-tag" data-size="sm" data-color="info">{_("The view of the few")}</span>}
        {one.direction && <span class="ds-tag" data-size="sm" data-color="success">{_("Political direction")}</span>}
        {withdrawn && <span class="ds-tag" data-size="sm" data-color="warning">{_("Withdrawn")}</span>}
      </p>
      <p class="words">{text}</p>
      {withdrawn && <p class="words"><strong>{_("Withdrawn")}:</strong> {withdrawn}</p>}
      {remark && <p class="words"><strong>{_("Professional remark")}:</strong> {remark}</p>}
      {conflict && <p class="words"><strong>{_("At odds with an adopted plan")}:</strong> {conflict}</p>}
      <Hall one={one} />
      <Behind one={one} />
      <div class="row">
        <Press own id={`edit-${id}`} onPress={edit}>{_("Change")}</Press>
        <Press variant="tertiary" label={_("Move it up")} onPress={() => move(-1)}>↑</Press>
        <Press variant="tertiary" label={_("Move it down")} onPress={() => move(1)}>↓</Press>
        {one.met === null ? <Drop one={one} /> : !one.direction && <Withdraw one={one} />}
      </div>
    </article>
  );
}

/** What bears on it, by how it does. */
function Behind({ one: { id, met }, open = false }: { one: UnderstoodSeen; open?: boolean }) {
  const bench = useBench();
  const view = useView();
  const all = behind(view, id);
  if (all.length === 0) {
    return <p class="quiet">{met === null ? _("Nothing bears on it yet.") : _("Nothing from this workshop bears on it yet.")}</p>;
  }
  const away = (contribution: string) =>
    void bench.act((now) => linked(now, [contribution], id, null), _("It bears on the statement no more."));
  return (
    <details class="behind" open={open}>
      <summary>
        {BEARINGS.map((how) => counted(how, all.filter(([, each]) => each === how).length))
          .filter(Boolean)
          .join(" · ")}
      </summary>
      {BEARINGS.map((how) => {
        const these = all.flatMap(([key, each]) => (each === how ? (bench.items.value.get(key) ?? []) : []));
        return these.length === 0 ? null : (
          <div key={how}>
            <h3 class="ds-heading" data-size="2xs">{bearingWords(how)}</h3>
            <ul>
              {these.map((item) => (
                <li key={item.id} class="row">
                  <button type="button" class="words go" onClick={() => bench.goTo(item.id)}>
                    {textOf(item)}
                  </button>
                  <Press variant="tertiary" label={_("Take away: {words}", { words: short(textOf(item), 40) })} onPress={() => away(item.id)}>
                    ×
                  </Press>
                </li>
              ))}
            </ul>
          </div>
        );
      })}
    </details>
  );
}

function counted(how: Bearing, n: number): string {
  if (n === 0) return "";
  if (how === "supports") return ngettext("{n} supports", "{n} support", n);
  if (how === "contradicts") return ngettext("{n} contradicts", "{n} contradict", n);
  return ngettext("{n} nuances", "{n} nuance", n);
}

/** Dropping what others refer to asks first, and says what will have no end. */
function Drop({ one: { id } }: { one: UnderstoodSeen }) {
  const bench = useBench();
  const view = useView();
  const [sure, setSure] = useState(false);
  const n = behind(view, id).length;
  async function drop() {
    if (await bench.act((now) => statementDropped(now, id), _("The statement is gone."))) focusSoon("new-statement");
  }
  if (!sure) {
    return (
      <Press variant="tertiary" color="danger" onPress={() => (n > 0 ? setSure(true) : void drop())}>
        {_("Drop it")}
      </Press>
    );
  }
  return (
    <div role="alert">
      <p>{ngettext("{n} contribution bears on it. The link goes with it.", "{n} contributions bear on it. The links go with it.", n)}</p>
      <Press color="danger" onPress={() => void drop()}>{_("Drop it and its links")}</Press>
      <Press own variant="tertiary" onPress={() => setSure(false)}>{_("No, keep it")}</Press>
    </div>
  );
}

/** What the hall has met is not dropped: it is withdrawn, and the minutes say why. */
function Withdraw({ one: { id, withdrawn } }: { one: UnderstoodSeen }) {
  const bench = useBench();
  const [why, setWhy] = useState<string | null>(null);

  function store(reason: string, words: string): Promise<boolean> {
    return bench.act(({ understood: { [id]: now } }) => {
      return now ? [worded(id, wordsOf(now), { ...wordsOf(now), withdrawn: reason })] : [];
    }, words);
  }

  async function withdraw(event: Event) {
    event.preventDefault();
    if (!why?.trim() || !bench.able.value) return;
    if (await store(why, _("The statement is withdrawn."))) leave();
  }

  function leave() {
    setWhy(null);
    focusSoon(`withdraw-${id}`);
  }

  if (withdrawn) {
    return (
      <Press id={`withdraw-${id}`} variant="tertiary" onPress={() => void store("", _("The statement stands again."))}>
        {_("Let it stand after all")}
      </Press>
    );
  }
  if (why === null) {
    const ask = () => {
      setWhy("");
      focusSoon(`why-${id}`);
    };
    return <Press own id={`withdraw-${id}`} variant="tertiary" color="danger" onPress={ask}>{_("Withdraw the statement …")}</Press>;
  }
  return (
    <form class="form" onSubmit={(event) => void withdraw(event)}>
      <label>
        {_("Why is it withdrawn? The minutes say it.")}
        <textarea id={`why-${id}`} class="ds-input" rows={2} maxLength={300} required value={why} onInput={(event) => setWhy(event.currentTarget.value)} />
      </label>
      <div class="row">
        <button type="submit" class="ds-button" data-size="sm" data-color="danger" aria-disabled={!bench.able.value}>
          {_("Withdraw the statement")}
        </button>
        <Press own variant="tertiary" onPress={leave}>{_("Cancel")}</Press>
      </div>
    </form>
  );
}
