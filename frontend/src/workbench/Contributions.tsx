// The list of contributions: one stop for the keyboard, all acts by a key, and only the rows in sight
// are drawn, so that 1,500 cost what twenty do.
import { useLayoutEffect, useRef, useState } from "preact/hooks";

import { _, ngettext } from "../i18n";
import { focusSoon, LIST, useBench, useView } from "./bench";
import { between, inSight, type Item } from "./list";
import { type Opens, pressed, toggled } from "./keys";
import { endWords, kindOf, textOf } from "./told";

const REMS = 4.75; // the height of a row, as in workbench.css

/** On the ring before the words, which looks as if it could be ticked. */
const onMark = ({ target }: MouseEvent) => target instanceof Element && target.closest(".mark") !== null;

const rowHeight = () => REMS * parseFloat(getComputedStyle(document.documentElement).fontSize);

export function Contributions({ open }: { open: Opens }) {
  const bench = useBench();
  const box = useRef<HTMLDivElement>(null);
  const anchor = useRef("");
  const [scroll, setScroll] = useState({ top: 0, height: 900 });
  const ids = bench.shown.value;
  const at = bench.at.value;
  const index = ids.indexOf(at);
  const row = rowHeight();

  function look() {
    const { scrollTop = 0, clientHeight = 900 } = box.current ?? {};
    setScroll({ top: scrollTop, height: clientHeight });
  }

  useLayoutEffect(() => {
    look();
    addEventListener("resize", look);
    return () => removeEventListener("resize", look);
  }, []);
  useLayoutEffect(() => {
    const list = box.current;
    if (!list || index < 0) return;
    const [top, bottom] = [index * row, (index + 1) * row];
    if (top < list.scrollTop) list.scrollTop = top;
    if (bottom > list.scrollTop + list.clientHeight) list.scrollTop = bottom - list.clientHeight;
    look();
  }, [at, index]);

  function press(event: MouseEvent, id: string) {
    const { chosen, shown } = bench;
    if (event.shiftKey) chosen.value = new Set(between(shown.value, anchor.current || at, id));
    else if (event.ctrlKey || event.metaKey || onMark(event)) chosen.value = toggled(chosen.value, id);
    if (!event.shiftKey) anchor.current = id;
    bench.goTo(id);
  }

  function drag(event: DragEvent, id: string) {
    const { chosen } = bench;
    if (!chosen.value.has(id)) chosen.value = new Set();
    bench.goTo(id);
    const words = ngettext("{n} contribution", "{n} contributions", bench.hand.value.length);
    event.dataTransfer?.setData("text/plain", words);
  }

  const { first, last } = inSight(ids.length, { ...scroll, row });
  const drawn = ids.slice(first, last).map((id, i) => [id, first + i] as const);
  if (index >= 0 && (index < first || index >= last)) drawn.push([at, index]);
  return (
    <div
      ref={box}
      id={LIST}
      class="rows"
      role="listbox"
      aria-label={_("Contributions")}
      aria-multiselectable="true"
      aria-activedescendant={at ? `c-${at}` : undefined}
      tabIndex={0}
      onScroll={look}
      onKeyDown={(event) => {
        const page = Math.max(1, Math.floor(scroll.height / row) - 1);
        if (pressed(event, bench, page, open)) event.preventDefault();
      }}
    >
      <div role="presentation" style={{ blockSize: `${ids.length * row}px` }}>
        {drawn.map(([id, i]) => (
          <Row
            key={id}
            item={bench.items.value.get(id)}
            top={i * row}
            index={i}
            count={ids.length}
            at={id === at}
            onPress={(event) => press(event, id)}
            onDrag={(event) => drag(event, id)}
          />
        ))}
      </div>
    </div>
  );
}

interface RowProps {
  item: Item | undefined;
  top: number;
  index: number;
  count: number;
  at: boolean;
  onPress: (event: MouseEvent) => void;
  onDrag: (event: DragEvent) => void;
}

function Row({ item, top, index, count, at, onPress, onDrag }: RowProps) {
  const view = useView();
  const chosen = item !== undefined && useBench().chosen.value.has(item.id);
  if (!item) return null;
  const theme = view.themes[item.end.theme ?? ""];
  return (
    <div
      id={`c-${item.id}`}
      role="option"
      class="row-of"
      aria-selected={chosen}
      aria-setsize={count}
      aria-posinset={index + 1}
      data-at={at}
      data-fate={item.end.fate}
      draggable
      style={{ insetBlockStart: `${top}px` }}
      onClick={onPress}
      onDragStart={onDrag}
      onDragEnd={() => focusSoon(LIST)}
    >
      <span class="mark" aria-hidden="true">
        {chosen ? "✓" : item.end.fate === "open" ? "○" : "●"}
      </span>
      <p class="words">{textOf(item)}</p>
      <p class="quiet">
        {kindOf(item)} · {theme ? theme.name : _("no theme")} · {endWords(view, item.end)}
      </p>
    </div>
  );
}
