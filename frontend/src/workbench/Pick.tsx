// A choice among many by typing: arrows move, Enter chooses, Escape leaves. What is typed may also
// become something new, where that makes sense.
import type { ComponentChildren } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";

import { _, ngettext } from "../i18n";

export interface Option {
  id: string;
  words: string;
  /** Told in small type beside it. */
  beside?: string;
}

interface PickProps {
  title: string;
  options: readonly Option[];
  choose: (id: string) => void;
  /** Makes something new of what was typed. */
  create?: { hint: string; words: (typed: string) => string; make: (typed: string) => void };
  /** What stands in the field from the start. */
  start?: string;
  leave: () => void;
  children?: ComponentChildren;
}

const MOST = 40; // more than this nobody reads: typing finds the rest

export function Pick({ title, options, choose, create, start = "", leave, children }: PickProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [typed, setTyped] = useState(start);
  const [at, setAt] = useState(0);
  useLayoutEffect(() => dialog.current?.showModal(), []); // before the next key
  const asked = typed.trim();
  const found = options.filter(({ words }) => includesAll(words, asked));
  const shown = found.slice(0, MOST);
  const exact = options.some(({ words }) => words.toLowerCase() === asked.toLowerCase());
  const making = create && asked && !exact;
  const count = shown.length + (making ? 1 : 0);
  const here = Math.min(at, count - 1);

  function take(index: number) {
    const option = shown[index];
    if (!option && !making) return;
    dialog.current?.close(); // gives the focus back before the next key
    if (option) choose(option.id);
    else create?.make(asked);
  }

  function press(event: KeyboardEvent) {
    const by = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }[event.key];
    if (by !== undefined) setAt(Math.max(0, Math.min(count - 1, here + by)));
    else if (event.key === "Enter") take(here);
    else return;
    event.preventDefault();
  }

  return (
    <dialog ref={dialog} class="ds-dialog pick" aria-labelledby="pick-title" onCancel={leave}>
      <h2 id="pick-title" class="ds-heading" data-size="2xs">{title}</h2>
      {children}
      {create && <p id="pick-hint" class="quiet">{create.hint}</p>}
      <input
        class="ds-input"
        role="combobox"
        aria-expanded="true"
        aria-controls="pick-list"
        aria-autocomplete="list"
        aria-label={title}
        aria-describedby={create && "pick-hint"}
        aria-activedescendant={count > 0 ? `pick-${here}` : undefined}
        autocomplete="off"
        value={typed}
        onInput={(event) => {
          setTyped(event.currentTarget.value);
          setAt(0);
        }}
        onKeyDown={press}
      />
      <ul id="pick-list" role="listbox" aria-label={title}>
        {shown.map(({ id, words, beside }, i) => (
          <Line key={id} index={i} at={i === here} take={take}>
            <span class="words">{words}</span>
            {beside && <small>{beside}</small>}
          </Line>
        ))}
        {making && (
          <Line index={shown.length} at={here === shown.length} take={take}>
            {create.words(asked)}
          </Line>
        )}
      </ul>
      <p class="quiet" role="status">
        {ngettext("{n} found", "{n} found", found.length)}
        {found.length > MOST && " – "}
        {found.length > MOST && _("type more to see fewer")}
      </p>
      <button type="button" class="ds-button" data-size="sm" data-variant="tertiary" onClick={leave}>
        {_("Cancel")}
      </button>
    </dialog>
  );
}

interface LineProps {
  index: number;
  at: boolean;
  take: (index: number) => void;
  children: ComponentChildren;
}

function Line({ index, at, take, children }: LineProps) {
  const line = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (at) line.current?.scrollIntoView({ block: "nearest" });
  }, [at]);
  return (
    <li ref={line} id={`pick-${index}`} role="option" aria-selected={at} onClick={() => take(index)}>
      {children}
    </li>
  );
}

function includesAll(words: string, asked: string): boolean {
  const there = words.toLowerCase();
  return asked.toLowerCase().split(/\s+/).every((word) => there.includes(word));
}
