// Notes that lie open in the hall: shuffled, nameless, and no more rows at once than a slow tablet
// can draw.
import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";

import { _ } from "../i18n";
import type { Card } from "../protocol";
import { wordsOf } from "../words";
import { useShuffled } from "./shuffle";
import { useTablet } from "./tablet";

const ROWS = 40;

interface Props {
  cards: Record<string, Card> | null;
  actions?: (card: Card) => ComponentChildren;
}

export function NoteList({ cards, actions }: Props) {
  const { seat } = useTablet().memory.device.value;
  const rows = useSignal(ROWS);
  const order = useShuffled(cards, seat);
  const left = order.length - rows.value;
  return (
    <>
      <ul class="notes">
        {order.slice(0, rows.value).map((card) => (
          <li key={card.id} class="ds-card note" data-lifted={card.lifted}>
            <p class={card.hidden ? "faint" : "words"}>{wordsOf(card)}</p>
            {card.shared && <p class="state">{_("Written openly at the table")}</p>}
            {!card.hidden && actions?.(card)}
          </li>
        ))}
      </ul>
      {left > 0 && (
        <button
          type="button"
          class="ds-button"
          data-variant="secondary"
          onClick={() => {
            rows.value += ROWS;
          }}
        >
          {_("Show more ({n} left)", { n: left })}
        </button>
      )}
    </>
  );
}

/** The other tables' notes, under a fold where they are many. */
export function HallNotes({ title, cards }: { title: string; cards: Record<string, Card> | null }) {
  const count = Object.keys(cards ?? {}).length;
  if (count === 0) return null;
  return (
    <details class="ds-details" data-variant="default" open={count <= 6}>
      <summary>{title}</summary>
      <div>
        <NoteList cards={cards} />
      </div>
    </details>
  );
}
