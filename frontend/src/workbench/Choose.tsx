// Where what is at hand is to go, when a key alone does not say it: a theme, a statement, another
// contribution, or aside with a reason. Afterwards the focus is on the list again.
import { signal } from "@preact/signals";
import { useLayoutEffect, useRef, useState } from "preact/hooks";

import { _, ngettext } from "../i18n";
import type { Bearing, Unused } from "../protocol";
import { aside, link, put, same } from "./acts";
import { focusSoon, LIST, useBench, useView } from "./bench";
import { inOrder, lastPlace, newId, themed, worded } from "./edits";
import { Pick } from "./Pick";
import { kindOf, short, textOf, WHYS, whyWords } from "./told";

/** The statement that something was linked to last: the next one is often on the same. */
const lately = signal("");

/** What was typed and not stored: it stands there when the same is chosen once more. */
const kept = { theme: "", statement: "", aside: "" };

async function keep(where: keyof typeof kept, typed: string, stored: Promise<boolean>): Promise<void> {
  kept[where] = typed;
  if (await stored) kept[where] = "";
}

export function Choose() {
  const { choosing } = useBench();
  const leave = () => {
    choosing.value = "";
    focusSoon(LIST);
  };
  switch (choosing.value) {
    case "":
      return null;
    case "theme":
      return <ToTheme leave={leave} />;
    case "same":
      return <TheSame leave={leave} />;
    case "aside":
      return <Aside leave={leave} />;
    default:
      return <ToStatement how={choosing.value} leave={leave} />;
  }
}

/** The words of what the choice is about, so that nobody forgets it while choosing. */
function AtHand() {
  const { hand, items } = useBench();
  const [first] = hand.value;
  const one = first ? items.value.get(first) : undefined;
  if (hand.value.length !== 1 || !one) {
    return <p>{ngettext("{n} contribution is chosen", "{n} contributions are chosen", hand.value.length)}</p>;
  }
  return <p class="words at-hand">{short(textOf(one), 200)}</p>;
}

function ToTheme({ leave }: { leave: () => void }) {
  const bench = useBench();
  const view = useView();
  const options = inOrder(view.themes).map(({ id, name, keywords }) => ({
    id,
    words: name,
    beside: keywords.join(", "),
  }));
  function make(name: string) {
    leave();
    const id = newId();
    const theme = { name, keywords: [], place: lastPlace(view.themes) };
    void keep("theme", name, put(bench, id, [themed(id, null, theme), name]));
  }
  return (
    <Pick
      title={_("Move to")}
      options={options}
      create={{ hint: _("Type to find one, or to make a new one."), words: (name) => _("Make the theme «{name}»", { name }), make }}
      start={kept.theme}
      choose={(id) => {
        leave();
        void put(bench, id);
      }}
      leave={leave}
    >
      <AtHand />
    </Pick>
  );
}

const TITLE: Record<Bearing, () => string> = {
  supports: () => _("Supports the statement"),
  contradicts: () => _("Contradicts the statement"),
  nuances: () => _("Nuances the statement"),
};

function ToStatement({ how, leave }: { how: Bearing; leave: () => void }) {
  const bench = useBench();
  const view = useView();
  const [first] = bench.hand.value;
  const theme = view.endings[first ?? ""]?.theme ?? null;
  const near = (one: { id: string; theme: string | null }) =>
    (one.id === lately.value && (one.theme === theme || !theme) ? 2 : 0) + (theme && one.theme === theme ? 1 : 0);
  const options = inOrder(view.understood)
    .filter(({ withdrawn }) => !withdrawn)
    .sort((a, b) => near(b) - near(a))
    .map(({ id, text, theme: its }) => ({ id, words: text, beside: view.themes[its ?? ""]?.name ?? "" }));
  function take(id: string) {
    lately.value = id;
    leave();
    void link(bench, id, how);
  }
  function make(text: string) {
    const id = newId();
    lately.value = id;
    leave();
    const next = { text, theme, minority: false, remark: "", conflict: "", withdrawn: "" };
    const edit = worded(id, null, { ...next, place: lastPlace(view.understood) });
    void keep("statement", text, link(bench, id, how, [edit]));
  }
  return (
    <Pick
      title={TITLE[how]()}
      options={options}
      create={{ hint: _("Type to find one, or write a new one as it may stand in a plan."), words: (text) => _("Write the statement «{text}»", { text }), make }}
      start={kept.statement}
      choose={take}
      leave={leave}
    >
      <AtHand />
    </Pick>
  );
}

function TheSame({ leave }: { leave: () => void }) {
  const bench = useBench();
  const acted = new Set(bench.hand.value);
  const [first = ""] = bench.hand.value;
  const { near, alike } = bench.suggestions.value;
  const likely = new Map((alike[first] ?? []).map(([id, likeness]) => [id, likeness]));
  for (const [a, b] of near) {
    if (a === first) likely.set(b, 2);
    if (b === first) likely.set(a, 2);
  }
  const options = [...bench.items.value.values()]
    .filter(({ id, hidden, end }) => !acted.has(id) && !hidden && !end.into)
    .sort((a, b) => (likely.get(b.id) ?? 0) - (likely.get(a.id) ?? 0))
    .map((item) => ({ id: item.id, words: textOf(item), beside: kindOf(item) }));
  return (
    <Pick
      title={_("Is the same as")}
      options={options}
      choose={(id) => {
        leave();
        same(bench, id);
      }}
      leave={leave}
    >
      <AtHand />
    </Pick>
  );
}

function Aside({ leave }: { leave: () => void }) {
  const bench = useBench();
  const dialog = useRef<HTMLDialogElement>(null);
  const [why, setWhy] = useState<Unused | null>(null);
  const [words, setWords] = useState(kept.aside);
  useLayoutEffect(() => dialog.current?.showModal(), []); // before the next key

  function press(event: KeyboardEvent) {
    const one = WHYS[Number(event.key) - 1];
    if (!one || event.target instanceof HTMLTextAreaElement) return;
    event.preventDefault();
    setWhy(one);
    document.getElementById(`why-${one}`)?.focus();
  }

  function save(event: Event) {
    event.preventDefault();
    if (!why) return;
    dialog.current?.close();
    leave();
    void keep("aside", words, aside(bench, { why, words }));
  }

  return (
    <dialog ref={dialog} class="ds-dialog pick" aria-labelledby="aside-title" onCancel={leave} onKeyDown={press}>
      <form onSubmit={save}>
        <h2 id="aside-title" class="ds-heading" data-size="2xs">{_("Set it aside")}</h2>
        <AtHand />
        <fieldset class="whys">
          <legend>{_("Why? The minutes say it.")}</legend>
          {WHYS.map((each, i) => (
            <label key={each}>
              <input
                type="radio"
                name="why"
                required
                id={`why-${each}`}
                checked={why === each}
                onChange={() => setWhy(each)}
              />{" "}
              {whyWords(each)} <kbd aria-hidden="true">{i + 1}</kbd>
            </label>
          ))}
        </fieldset>
        <label>
          {_("In your own words, if more is to be said")}
          <textarea
            class="ds-input"
            rows={2}
            maxLength={300}
            value={words}
            onInput={(event) => setWords(event.currentTarget.value)}
          />
        </label>
        <div class="row">
          <button type="submit" class="ds-button" data-size="sm">{_("Set it aside")}</button>
          <button type="button" class="ds-button" data-size="sm" data-variant="tertiary" onClick={leave}>
            {_("Cancel")}
          </button>
        </div>
      </form>
    </dialog>
  );
}
