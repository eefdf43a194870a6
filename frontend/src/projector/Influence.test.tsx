// How influence was spent, place by place: what is drawn, what is said, and what is kept back.
import { cleanup, render, screen } from "@testing-library/preact";
import axe from "axe-core";
import { afterEach, expect, test } from "vitest";

import type { Choice, Listed, Prioritising, Result } from "../protocol";
import { Influence } from "./Influence";

afterEach(cleanup);

const choices: Choice[] = Array.from({ length: 12 }, (_none, i) => ({
  ...{ id: `c${i}`, name: `Bord ${i + 1}`, about: "", text: `Valg ${i}`, dissent: "", hidden: null, common: false },
}));
const TIE = { level: ["c6", "c9"], chosen: ["c6"] };
// Five places for forty: a place is eight fortieths of the hall.
const LIST: Listed = {
  ...{ choices: ["c0", "c2", "c6", "c4"], ties: [TIE], uncovered: 7, theirs: ["c9", "c11"] },
  ...{ used: [40, 61, null, 0], behind: [20, 16, null, 12] },
};
const RESULT: Result = {
  ...{ ballots: 40, shown: true, threshold: 5, places: 5, grades: [] },
  ...{ rows: choices.map(({ id }, i) => ({ id, dots: 20 - i })), most_dots: LIST, equal_shares: LIST },
};

function point(pointed: number, list: Partial<Listed> = {}, change: Partial<Prioritising> = {}) {
  const result = { ...RESULT, equal_shares: { ...LIST, ...list } };
  const prioritising: Prioritising = {
    ...{ step: "s", dots: 5, method: "dots", choices, result, pointed },
    ...change,
  };
  return render(<Influence prioritising={prioritising} />).container;
}

const filled = (page: Element) => page.querySelectorAll('.segments [data-filled="true"]').length;

test("a place: who stands behind it, what each used, and what the hall has left", () => {
  const page = point(1);
  expect(screen.getByText("Everybody has the same influence to use.")).toBeTruthy();
  expect(screen.getByRole("heading", { name: "Place 1 of 5" })).toBeTruthy();
  expect(screen.getByText("20 of 40 stand behind it. Each used 40 % of their influence.")).toBeTruthy();
  expect(page.querySelectorAll(".discs span")).toHaveLength(40);
  expect(page.querySelectorAll('.discs [data-behind="true"]')).toHaveLength(20);
  expect(filled(page)).toBe(1);
  expect(screen.getByText(/It is enough for 4 more/)).toBeTruthy();
});

test("the same is filled of all the discs together, place after place", () => {
  const areas = [1, 2].map((place) => {
    const discs = [...point(place).querySelectorAll<HTMLElement>('.discs [data-behind="true"]')];
    const area = discs.reduce((all, disc) => all + parseFloat(disc.style.getPropertyValue("--used")), 0);
    cleanup();
    return area;
  });
  expect(areas).toEqual([800, 800]);
});

test("where some had less, the rest paid more: the mean and the most", () => {
  point(2);
  expect(screen.getByText(/16 of 40 stand behind it. Each used 50 % of their influence on average, at most 61 %/)).toBeTruthy();
});

test("behind whom too few stand: no number, and nobody drawn; a tie is told", () => {
  const page = point(3);
  expect(page.querySelector(".discs")).toBeNull();
  expect(screen.getByText("Fewer than 5 stand behind it: how much they used is not shown.")).toBeTruthy();
  expect(screen.getByText(/^7 and 10 stood level; 7 came first\./)).toBeTruthy();
  // Nor whether they could pay it whole.
  expect(page.querySelector(".purse p")?.textContent).toBe("The hall has influence for 5 places. ");
});

test("when nobody can pay a whole place any more, it says so", () => {
  const page = point(4);
  expect(screen.getByText("12 of 40 stand behind it. They gave the rest of what they had.")).toBeTruthy();
  expect(screen.getByText(/Nobody had enough for a whole place any more/)).toBeTruthy();
  expect(page.querySelectorAll('.segments [data-rest="true"]')).toHaveLength(1);
});

test("at the end: who has nothing, their statements, and every number in a table", () => {
  const page = point(5);
  expect(screen.getByRole("heading", { name: "7 have none of their dots on the list." })).toBeTruthy();
  expect([...page.querySelectorAll("li")].map((one) => one.textContent)).toEqual([
    ...["10Bord 10: Valg 9", "12Bord 12: Valg 11"],
  ]);
  expect(screen.getAllByRole("row").slice(1).map((row) => row.textContent)).toEqual([
    ...["112040 %", "231650 %", "37under 5–", "4512the rest"],
  ]);
});

test("nobody without, or too few to tell", () => {
  point(5, { uncovered: 0, theirs: [] });
  expect(screen.getByRole("heading", { name: "Everybody has at least one of their dots on the list." })).toBeTruthy();
  cleanup();
  point(5, { uncovered: null, theirs: [] }, { method: "points" });
  expect(screen.getByRole("heading", { name: /^Some, but fewer than 5, have none of their points/ })).toBeTruthy();
});

test.each([1, 3, 4, 5])("no barriers that a machine can find: %s", async (pointed) => {
  point(pointed);
  const found = await axe.run(document.body, {
    rules: { "color-contrast": { enabled: false }, region: { enabled: false }, "page-has-heading-one": { enabled: false }, "heading-order": { enabled: false } },
  });
  expect(found.violations.map((one) => one.id)).toEqual([]);
});
