// The editor's themes: each is a number key, a place to drop what is dragged, and a choice of what to
// see. Made, renamed, moved and dropped here.
import { useState } from "preact/hooks";

import { _, ngettext } from "../i18n";
import type { ThemeSeen } from "../protocol";
import { put } from "./acts";
import { focusSoon, LIST, useBench, useView } from "./bench";
import { Press } from "./Bits";
import { inOrder, lastPlace, newId, reordered, themeDropped, themed, themeOf } from "./edits";
import { keyOf } from "./keys";
import { counted } from "./list";

export function Themes() {
  const bench = useBench();
  const view = useView();
  const [open, setOpen] = useState("");
  const items = [...bench.items.value.values()];
  const filter = bench.filter.value;
  const left = counted(items, { ...filter, stage: "left" }, "theme");
  const all = counted(items, { ...filter, stage: "all" }, "theme");
  const themes = inOrder(view.themes);
  return (
    <section aria-labelledby="themes-title">
      <h2 id="themes-title" class="ds-heading" data-size="2xs">
        {_("Themes")}
      </h2>
      {themes.length === 0 && <p>{_("Make the first theme: a name, and some words that belong to it.")}</p>}
      <ul class="themes">
        {themes.map((theme, i) => (
          <Theme
            key={theme.id}
            theme={theme}
            keys={keyOf(i)}
            all={all.get(theme.id) ?? 0}
            left={left.get(theme.id) ?? 0}
            open={open === theme.id}
            turn={() => setOpen(open === theme.id ? "" : theme.id)}
          />
        ))}
      </ul>
      <NewTheme />
    </section>
  );
}

interface ThemeProps {
  theme: ThemeSeen;
  keys: string;
  all: number;
  left: number;
  open: boolean;
  turn: () => void;
}

function Theme({ theme, keys, all, left, open, turn }: ThemeProps) {
  const bench = useBench();
  const [over, setOver] = useState(false);
  const shown = bench.filter.value.theme === theme.id;
  return (
    <li
      class="theme"
      data-over={over}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        void put(bench, theme.id);
      }}
    >
      <button
        type="button"
        class="name"
        aria-pressed={shown}
        onClick={() => bench.show({ theme: shown ? "" : theme.id, stage: "all" })}
      >
        {keys && <kbd aria-hidden="true">{keys}</kbd>}
        <span>{theme.name}</span>
        <b>
          {all}
          <span class="ds-sr-only"> {ngettext("contribution", "contributions", all)}</span>
        </b>
        {left > 0 && <small>{ngettext("{n} without an end", "{n} without an end", left)}</small>}
      </button>
      <button
        type="button"
        class="pen"
        id={`theme-${theme.id}`}
        aria-expanded={open}
        aria-label={_("Change the theme {name}", { name: theme.name })}
        onClick={turn}
      >
        ✎
      </button>
      {open && <ThemeForm theme={theme} all={all} done={turn} />}
    </li>
  );
}

const keywordsIn = (words: string) => words.split(/[,;\n]/).map((word) => word.trim()).filter(Boolean);

function ThemeForm({ theme, all, done }: { theme: ThemeSeen; all: number; done: () => void }) {
  const bench = useBench();
  const [seen, setSeen] = useState(themeOf(theme));
  const [name, setName] = useState(theme.name);
  const [words, setWords] = useState(theme.keywords.join(", "));
  const [sure, setSure] = useState(false);
  const close = () => {
    done();
    focusSoon(`theme-${theme.id}`);
  };
  async function save(event: Event) {
    event.preventDefault();
    const old = { ...seen, place: theme.place };
    const next = { ...old, name, keywords: keywordsIn(words) };
    if (await bench.act(() => [themed(theme.id, old, next)], _("The theme is changed."))) close();
    else setSeen(themeOf(bench.session.view.value?.themes[theme.id] ?? theme)); // told what stands: once more is meant
  }
  async function drop() {
    const told = _("The theme {name} is gone. What lay in it lies in none.", { name: theme.name });
    if (await bench.act((now) => themeDropped(now, theme.id), told)) focusSoon("new-theme");
  }
  const move = (by: -1 | 1) =>
    void bench.act((now) => reordered(now, "themes", theme.id, by), _("The theme has another place."));
  return (
    <form onSubmit={(event) => void save(event)} onKeyDown={(event) => event.key === "Escape" && close()}>
      <label>
        {_("Name")}
        <input class="ds-input" data-size="sm" maxLength={60} required value={name} onInput={(e) => setName(e.currentTarget.value)} />
      </label>
      <label>
        {_("Words that belong to it")}
        <textarea class="ds-input" data-size="sm" rows={3} value={words} onInput={(e) => setWords(e.currentTarget.value)} />
      </label>
      <div class="row">
        <button type="submit" class="ds-button" data-size="sm" aria-disabled={!bench.able.value}>
          {_("Save")}
        </button>
        <Press own variant="tertiary" onPress={close}>{_("Cancel")}</Press>
        <Press variant="tertiary" label={_("Move it up")} onPress={() => move(-1)}>↑</Press>
        <Press variant="tertiary" label={_("Move it down")} onPress={() => move(1)}>↓</Press>
        {!sure && (
          <Press variant="tertiary" color="danger" onPress={() => (all > 0 ? setSure(true) : void drop())}>
            {_("Drop it")}
          </Press>
        )}
      </div>
      {sure && (
        <div role="alert">
          <p>{ngettext("{n} contribution lies in it, and will lie in no theme.", "{n} contributions lie in it, and will lie in no theme.", all)}</p>
          <Press color="danger" onPress={() => void drop()}>{_("Drop the theme")}</Press>
        </div>
      )}
    </form>
  );
}

function NewTheme() {
  const bench = useBench();
  const view = useView();
  const [name, setName] = useState("");
  async function make(event: Event) {
    event.preventDefault();
    const [before = "", after = ""] = name.split(/:(.*)/s); // a name may have commas of its own
    const [first, keywords] = [before.trim(), keywordsIn(after)];
    if (!first) return;
    if (Object.values(view.themes).some((theme) => theme.name.toLowerCase() === first.toLowerCase())) {
      bench.wrong.value = _("There is a theme of that name already.");
      return;
    }
    const id = newId();
    const theme = { name: first, keywords, place: lastPlace(view.themes) };
    if (await bench.act(() => [themed(id, null, theme)], _("The theme {name} is made.", { name: first }))) {
      setName("");
    }
  }
  return (
    <form class="new" onSubmit={(event) => void make(event)}>
      <label>
        {_("New theme")}
        <input
          id="new-theme"
          class="ds-input"
          data-size="sm"
          placeholder={_("Name: word, word …")}
          value={name}
          onInput={(event) => setName(event.currentTarget.value)}
          onKeyDown={(event) => event.key === "Escape" && focusSoon(LIST)}
        />
      </label>
      <button type="submit" class="ds-button" data-size="sm" data-variant="secondary" aria-disabled={!bench.able.value}>
        {_("Make it")}
      </button>
    </form>
  );
}
