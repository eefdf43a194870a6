// The projector: a picture for every moment, and none that shows what should be hidden.
import { signal } from "@preact/signals";
import { cleanup, render, screen } from "@testing-library/preact";
import { afterEach, expect, test } from "vitest";

import { aPicture, HEAD, NO_LISTS, now, said, statements } from "../control/sample";
import type { Choice, ProjectorView } from "../protocol";
import type { Refusal, Session, Status } from "../socket";
import { timeOfDay } from "./Foot";
import { Projector } from "./Projector";

afterEach(cleanup);

const JOIN = { address: "http://192.168.1.20:8000/b", qr: "<svg role='img'></svg>" };
const HALL = { tables: 10, ready: 7, tablets: 48, accepted: 45, cast: 31 };

function project(view: ProjectorView | null, status: Status = "on", refusal: Refusal | null = null) {
  const session: Session<ProjectorView> = {
    view: signal(view),
    you: signal(""),
    status: signal(status),
    refusal: signal(refusal),
    send: () => Promise.resolve({ t: "away" }),
    onWelcome: () => undefined,
    close: () => undefined,
  };
  return render(<Projector session={session} join={JOIN} />).container;
}

const choices: Choice[] = Array.from({ length: 12 }, (_none, i) => ({
  id: `c${i}`,
  name: `Bord ${i + 1}`,
  about: "",
  text: `Valg ${i}`,
  dissent: "",
  hidden: null,
  common: false,
}));
const prioritising = { step: "s1", dots: 5, method: "dots" as const, pointed: 0, choices, result: null };

test("before the start: welcome, the code to scan and the address to type", () => {
  const page = project(aPicture());
  expect(screen.getByRole("heading", { name: "Samfunnsdelen" })).toBeTruthy();
  expect(screen.getByText("192.168.1.20:8000/b")).toBeTruthy();
  expect(page.querySelector(".qr svg")).toBeTruthy();
});

test("the ground rules are five, and say that we do not record", () => {
  const page = project(aPicture({ now: now({ kind: "rules", question: null }) }));
  expect(page.querySelectorAll(".rules li")).toHaveLength(5);
  expect(screen.getByText("The system does not record sound or picture.")).toBeTruthy();
});

test("writing: the question, the clock, and the tables that are ready in words and marks", () => {
  const page = project(aPicture({ now: now({ ends_at: Date.now() + 61_000 }), hall: HALL }));
  expect(screen.getByRole("heading").textContent).toBe("Hva skal vi satse på, og hvorfor?");
  expect(screen.getByRole("timer").textContent).toMatch(/^1:0[01]$/);
  expect(screen.getByText("7 of 10 tables are ready")).toBeTruthy();
  expect(page.querySelectorAll('[data-ready="true"]')).toHaveLength(7);
});

test("when time is up it says so instead of a clock at zero", () => {
  project(aPicture({ now: now({ ends_at: Date.now() - 1 }) }));
  expect(screen.getByText("Time is up")).toBeTruthy();
  expect(screen.queryByRole("timer")).toBeNull();
});

test("paused with nothing left it says paused, and not that time is up", () => {
  project(aPicture({ now: now({ left: 0 }) }));
  expect(screen.getByText("The clock is paused")).toBeTruthy();
  expect(screen.queryByText("Time is up")).toBeNull();
});

test("somebody speaks from the front: what about, and nothing else", () => {
  project(aPicture({ now: now({ kind: "intro", title: "Planen", question: null }) }));
  expect(screen.getByRole("heading").textContent).toBe("Planen");
});

test("the knowledge base: all statements at once, and no numbers before it is closed", () => {
  const meeting = now({ kind: "knowledge", question: null });
  const page = project(aPicture({ now: meeting, knowledge: statements() }));
  expect(page.querySelectorAll(".known li")).toHaveLength(12);
  expect(page.querySelector(".number")).toBeNull();
});

test("closed, each has three numbers, or too few to be shown", () => {
  const meeting = now({ kind: "knowledge", question: null, open: false });
  const page = project(aPicture({ now: meeting, knowledge: statements(true) }));
  const rows = [...page.querySelectorAll(".came li")];
  const numbers = (row: Element | undefined) => [...(row?.querySelectorAll(".number") ?? [])];
  expect(numbers(rows[3]).map((one) => one.textContent)).toEqual([
    ...["Surprised: 3", "Curious about it: 7", "Something is missing: 0"],
  ]);
  expect(numbers(rows[11])).toEqual([]);
  expect(rows[11]?.textContent).toContain("Too few to be shown");
});

test("plenary: the statement that is opened, with its dissent apart", () => {
  const view = aPicture({ now: now({ kind: "plenary" }) });
  project(view);
  expect(screen.getByText("The tables present what they came to.")).toBeTruthy();
  cleanup();
  const page = project({ ...view, shown: [said(4, "Havna først.", "Bygdene først.")] });
  expect(screen.getByRole("heading", { name: "Bord 4" })).toBeTruthy();
  expect(page.querySelector(".dissent h2")?.textContent).toBe("Dissent");
  expect(page.querySelector(".dissent .words")?.textContent).toBe("Bygdene først.");
});

test("prioritising: the choices with numbers, and how many have done it", () => {
  const page = project(aPicture({ now: now({ kind: "prioritise" }), hall: HALL, prioritising }));
  expect(page.querySelectorAll(".choices li")).toHaveLength(12);
  expect(screen.getByText("31 of 48 tablets have prioritised")).toBeTruthy();
});

const LISTED = { choices: ["c0", "c1", "c2"], ties: [], uncovered: 0, theirs: [], used: [], behind: [] };

test("the result: both lists side by side, who has nothing, what was level, and how many more", () => {
  const rows = choices.map(({ id }, i) => ({ id, dots: 20 - i }));
  const ties = [{ level: ["c2", "c3"], chosen: ["c2"] }];
  const result = {
    ...{ ballots: 31, shown: true, threshold: 5, rows, places: 3, grades: [] },
    most_dots: { ...LISTED, ties, uncovered: 8, theirs: ["c6", "c9"] },
    equal_shares: { ...LISTED, choices: ["c0", "c6", "c2"], uncovered: null, used: [40, null, 0], behind: [31, null, 12] },
  };
  const page = project(
    aPicture({ now: now({ kind: "prioritise", open: false }), prioritising: { ...prioritising, result } }),
  );
  const cells = [...page.querySelectorAll("tbody tr")].map((row) =>
    [...row.querySelectorAll(".no, .dots, .on")].map((cell) => cell.textContent).join(" "),
  );
  expect(cells).toEqual(["1 20 ✓33 % ✓", "2 19 – ✓", "3 18 ✓the rest ✓", "7 14 ✓ –"]);
  const tells = [...page.querySelectorAll(".tells p")].map((one) => one.textContent);
  expect(tells[0]).toBe("Equal influence: Some, but fewer than 5, have none of their dots on the list.");
  expect(tells[1]).toMatch(/^Most dots: 8 have none of their dots on the list. Their dots are on 7, 10. 3 and 4 stood level; 3 came first. Where/);
  expect(tells[2]).toContain("The pie shows");
  expect(tells[2]).toContain("8 more choices on the tablets.");
  const alone = { ...result, equal_shares: { ...result.equal_shares, used: [null, null, null], behind: [null, null, null] } };
  cleanup();
  const few = project(
    aPicture({ now: now({ kind: "prioritise", open: false }), prioritising: { ...prioritising, result: alone } }),
  );
  expect(few.querySelector(".pie")).toBeNull();
  expect(few.textContent).not.toContain("The pie shows");
});

test("a result below the threshold is words only", () => {
  const result = { ballots: 3, shown: false, threshold: 5, rows: [], ...NO_LISTS };
  const page = project(
    aPicture({ now: now({ kind: "prioritise", open: false }), prioritising: { ...prioritising, result } }),
  );
  expect(screen.getByText("Too few prioritised for a result to be shown.")).toBeTruthy();
  expect(page.textContent).not.toContain("3");
});

test("the break says when we are back", () => {
  const back = Date.now() + 10 * 60_000;
  project(aPicture({ now: now({ kind: "pause", question: null, ends_at: back }) }));
  expect(screen.getByRole("heading").textContent).toMatch(/^Back at \d\d:\d\d$/);
  expect(timeOfDay(new Date(2026, 0, 1, 9, 5).getTime())).toBe("09:05");
});

test("the end thanks", () => {
  project(aPicture({ workshop: { ...HEAD, ended: true }, now: now({ kind: "end", open: false }) }));
  expect(screen.getByRole("heading", { name: "Thank you!" })).toBeTruthy();
});

test("without a connection the picture stays, with a small sign", () => {
  project(aPicture({ now: now() }), "away");
  expect(screen.getByRole("heading")).toBeTruthy();
  expect(screen.getByText("Connecting again …")).toBeTruthy();
});

test("a code that leads nowhere says so", () => {
  project(null, "refused", "unknown_code");
  expect(screen.getByText("There is no such workshop.")).toBeTruthy();
});
