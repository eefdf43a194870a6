// The preview: every step as on a tablet, and nothing in it that acts.
import { signal } from "@preact/signals";
import { act, cleanup, fireEvent, render, screen } from "@testing-library/preact";
import axe from "axe-core";
import { afterEach, beforeAll, expect, test, vi } from "vitest";

import { NO_LISTS, statements } from "../control/sample";
import { Outbox } from "../outbox";
import type { Kind, Reread, TabletView } from "../protocol";
import type { Answer, Movable, Refusal, Session } from "../socket";
import { fetchLater } from "../tablet/later";
import { aNow, aView, cards, choices } from "../tablet/sample";
import { memoryStore } from "../tablet/store";
import { makeTablet } from "../tablet/tablet";
import { Preview } from "./Preview";

beforeAll(async () => {
  fetchLater();
  await vi.dynamicImportSettled();
});
afterEach(cleanup);

async function look(view: TabletView | null, refused: Refusal | null = null) {
  const send = vi.fn(() => Promise.resolve<Answer>({ t: "away" }));
  const session: Session<TabletView> & Movable = {
    ...{ view: signal(view), status: signal("on" as const), refusal: signal(refused), send },
    ...{ you: signal(""), close: () => undefined, onWelcome: () => undefined },
    joinBy: () => undefined,
  };
  const outbox = await Outbox.open(memoryStore());
  outbox.memory.setDevice({ accepted: true });
  const page = { workshop: "ABC234", mine: "", names: [] };
  render(<Preview tablet={makeTablet(session, outbox, page)} />);
  return send;
}

const REOPENED: Reread = {
  ...{ id: "s1", no: 1, version: 2, text: "You want more buses.", before: "You want buses.", theme: "" },
  ...{ minority: true, remark: "", conflict: "" },
  behind: [{ id: "a", bearing: "supports", text: "More buses", hidden: null }],
};
const KINDS: Kind[] = [
  "rules", "intro", "knowledge", "write", "talk", "plenary", "prioritise", "verify", "round", "evaluate", "pause", "end",
];

test.each(KINDS)("%s is shown, can be read, and does nothing", async (kind) => {
  const send = await look(
    aView({
      now: aNow({ kind }),
      table: { ...aView().table, no: 0, name: "" },
      hall_notes: cards(3),
      knowledge: statements(),
      verification: { step: "s", number: 1, ballots: 0, threshold: 5, shown: false, result: null, pointed: 0 },
      reopened: { s1: REOPENED },
      prioritising: { step: "s", dots: 5, method: "dots", pointed: 0, choices: choices(4), result: null, ...NO_LISTS },
    }),
  );
  expect(screen.getByText(/^This is how a tablet looks just now/)).toBeTruthy();
  expect(screen.getAllByRole("heading", { level: 1 })[0]?.textContent).toBeTruthy();
  const acting = [...document.querySelectorAll("button, input, select, textarea")];
  expect(acting.length).toBeGreaterThan(0);
  for (const one of acting) expect(one.matches(":disabled, fieldset:disabled *")).toBe(true);
  for (const one of document.querySelectorAll("a, summary, button")) {
    await act(() => expect(fireEvent.click(one)).toBe(false));
  }
  expect(send).not.toHaveBeenCalled();
  const found = await axe.run(document.body, { rules: { region: { enabled: false } } });
  expect(found.violations.map(({ id }) => id)).toEqual([]);
});

test("who is logged out is told so", async () => {
  await look(null, "not_allowed");
  expect(screen.queryByText(/^This is how/)).toBeNull();
  expect(document.body.textContent).not.toBe("");
});
