// People change tables: each sees where to go, and a tablet goes along with all that it holds.
import { act, cleanup, fireEvent, render, screen, within } from "@testing-library/preact";
import axe from "axe-core";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import type { Places } from "../neighbours";
import type { Answer } from "../socket";
import { box } from "./memory";
import { Disbanded, Round } from "./Round";
import { aNow, aTablet, aView, type Hall } from "./sample";
import { TabletContext } from "./tablet";

const NOW = aNow({ id: "r", kind: "round", question: null, round: 1 });
const TABLES = [1, 2, 5].map((no) => ({ no, name: `Table ${no}`, people: [] as string[] }));
const LAID: Places = {
  laid: true,
  tables: TABLES.map((table) => ({
    ...table,
    people: { 1: ["Ida Prøve"], 2: [], 5: ["Kari Eksempelstad", "Åse Prøve"] }[table.no] ?? [],
  })),
  standing: ["Bo Prøve"],
};
const fetched = vi.fn<(address: URL) => Promise<Response>>();

beforeEach(() => {
  document.head.innerHTML = '<meta name="base" content="/verksted/">';
  vi.stubGlobal("fetch", fetched);
  vi.stubGlobal("scrollTo", () => undefined);
});

afterEach(() => {
  cleanup();
  fetched.mockReset();
});

async function show(places: Places, change: Parameters<typeof aView>[0] = {}, Step = Round): Promise<Hall> {
  fetched.mockImplementation(() => Promise.resolve(new Response(JSON.stringify(places))));
  const hall = await aTablet(aView({ now: NOW, ...change }));
  hall.tablet.memory.sitDownAt("CODE0001");
  hall.send.mockImplementation((frame) =>
    Promise.resolve<Answer>(
      frame.t === "move"
        ? { t: "moved", n: 1, table: frame.table, code: `CODE000${frame.table}` }
        : { t: "stored", n: 1 },
    ),
  );
  render(
    <TabletContext.Provider value={hall.tablet}>
      <main>
        <Step now={hall.tablet.parts.now.value ?? NOW} />
      </main>
    </TabletContext.Provider>,
  );
  await screen.findAllByRole("button");
  return hall;
}

const press = (name: string | RegExp) =>
  act(async () => {
    fireEvent.click(screen.getByRole("button", { name }));
    await new Promise((done) => setTimeout(done)); // all answers are in
  });

test("each of the table's people sees where to go, and the one who stays", async () => {
  await show(LAID);
  expect(String(fetched.mock.calls[0]?.[0])).toContain("/verksted/b/CODE0001/bord");
  const [to, stay, standing] = screen.getAllByRole("heading", { level: 3 });
  expect(to?.textContent).toContain("Table 5");
  expect(within(to?.closest("li") as HTMLElement).getByText("Kari Eksempelstad")).toBeTruthy();
  expect(stay?.textContent).toBe("Stay here");
  expect(within(stay?.closest("li") as HTMLElement).getByText("Ida Prøve")).toBeTruthy();
  expect(within(standing?.closest("li") as HTMLElement).getByText("Bo Prøve")).toBeTruthy();
  expect(screen.queryByText("Table 2")).toBeNull();
  expect((await axe.run(document.body)).violations).toEqual([]);
});

test("a tablet goes along with one tap: it joins at the new table, and keeps all it holds", async () => {
  const hall = await show(LAID);
  const { memory, outbox } = hall.tablet;
  memory.type(box.alone("q"), "Half a thought");
  memory.type(box.alone("p"), "A note");
  outbox.write(box.alone("p"), "p", "alone");
  await press("The tablet goes along to Table 5");
  expect(hall.joinBy.mock.calls).toEqual([["CODE0005"]]);
  expect(memory.device.value.table).toBe("CODE0005");
  expect(location.pathname).toBe("/verksted/b/CODE0005");
  expect(memory.draft(box.alone("q"))).toBe("Half a thought");
  expect(memory.own.value.map(({ text }) => text)).toEqual(["A note"]);
  await act(async () => {
    const view = hall.view.value;
    if (view) hall.view.value = { ...view, table: { ...view.table, no: 5, name: "Table 5" } };
  });
  expect(await screen.findByText("The tablet is at Table 5 now")).toBeTruthy();
  expect(screen.queryByText(/goes along/)).toBeNull();
});

test("what is refused, or gets no answer, is told, and nothing moves", async () => {
  const hall = await show(LAID);
  hall.send.mockResolvedValueOnce({ t: "refused", n: 1, code: "unknown_table" });
  await press("The tablet goes along to Table 5");
  expect(screen.getByText("There is no such table.")).toBeTruthy();
  hall.send.mockResolvedValueOnce({ t: "away" });
  await press("The tablet goes along to Table 5");
  expect(screen.getByText("No connection just now. Try again in a moment.")).toBeTruthy();
  expect(hall.joinBy).not.toHaveBeenCalled();
  expect(hall.tablet.memory.device.value.table).toBe("CODE0001");
});

test("a tablet that stays forgets what was written, when it is told to and it is stored", async () => {
  const hall = await show(LAID);
  const { memory, outbox } = hall.tablet;
  await act(async () => {
    memory.type(box.alone("p"), "A note");
    outbox.write(box.alone("p"), "p", "alone");
  });
  await press("It stays: forget what we wrote");
  expect(memory.notes.value).toEqual({});
  expect(screen.getByText(/Nothing that was written on it can be seen/)).toBeTruthy();
});

test("without a seating people find a table themselves", async () => {
  const hall = await show({ laid: false, tables: TABLES, standing: [] });
  expect(screen.getByText(/Find a new table/)).toBeTruthy();
  expect(screen.queryByRole("button", { name: "Table 1" })).toBeNull();
  await press("Table 2");
  expect(hall.joinBy.mock.calls).toEqual([["CODE0002"]]);
  expect((await axe.run(document.body)).violations).toEqual([]);
});

test("a disbanded table is told to choose a new one, and not to let the tablet lie", async () => {
  await show(LAID, { table: { ...aView().table, disbanded: true } });
  expect(screen.getByText("The table is disbanded. Choose a new one")).toBeTruthy();
  expect(screen.queryByText("Does the tablet stay here?")).toBeNull();
});

test("a disbanded table: the pen is laid first, and its words are not the next table's", async () => {
  const statement = { question: "q", text: "", dissent: "", rev: 0 };
  const now = aNow({ kind: "talk" });
  const table = { ...aView().table, disbanded: true, pen: "me" };
  const hall = await show({ ...LAID, laid: false }, { now, statement, table }, Disbanded);
  hall.tablet.pen.type({ text: "What we agree on" });
  await press("Table 2");
  expect(hall.send.mock.calls.map(([frame]) => frame)).toMatchObject([
    { t: "statement", text: "What we agree on" },
    { t: "pen", do: "lay" },
    { t: "move", table: 2 },
  ]);
  expect(hall.joinBy.mock.calls).toEqual([["CODE0002"]]);
});
