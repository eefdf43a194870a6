// On a phone one part of control at a time, chosen at the thumb. On a laptop all of it is in sight.
import { _ } from "../i18n";

export type Pane = "now" | "hall" | "programme" | "pages";

const PANES: readonly [Pane, () => string][] = [
  ["now", () => _("Now")],
  ["hall", () => _("The hall")],
  ["programme", () => _("Programme")],
  ["pages", () => _("Pages")],
];

export function Panes({ pane, choose }: { pane: Pane; choose: (pane: Pane) => void }) {
  return (
    <nav class="panes" aria-label={_("Parts of the screen")}>
      {PANES.map(([each, name]) => (
        <button
          key={each}
          type="button"
          class="pane"
          aria-current={each === pane ? "page" : undefined}
          onClick={() => {
            choose(each);
            scrollTo(0, 0);
          }}
        >
          {name()}
        </button>
      ))}
    </nav>
  );
}
