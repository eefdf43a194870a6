// The plenary on the projector: what is shown of how many, and what is told to be on the tablets.
import { cleanup, render, screen } from "@testing-library/preact";
import { afterEach, expect, test } from "vitest";

import { aPicture, now, said } from "../control/sample";
import type { Argument, Common, ProjectorView } from "../protocol";
import { Parked } from "./Parked";
import { Plenary } from "./Plenary";

afterEach(cleanup);

const COMMON: Common = { question: "q1", version: 2, text: "Vi bygger tett ved banen", stances: [], tables: 9 };
const WORDINGS = {
  1: { version: 1, text: "Vi bygger tett ved fjorden" },
  2: { version: 2, text: COMMON.text },
};

function argued(count: number, about: string, side: Argument["side"] = "for"): Record<string, Argument> {
  const all = Array.from({ length: count }, (_none, i): [string, Argument] => {
    const id = `${about}${side}${i}`;
    return [id, { id, about, side, text: `Fordi ${i}`, laid: false, hidden: null }];
  });
  return Object.fromEntries(all);
}

function project(parts: Partial<ProjectorView>) {
  return render(<Plenary view={aPicture({ now: now({ kind: "plenary" }), ...parts })} />).container;
}

const all = (page: Element, what: string) => [...page.querySelectorAll(what)].map((one) => one.textContent);

test("one statement has room for three arguments a side; how many more there are is told", () => {
  const page = project({
    shown: [said(1)],
    arguments: { ...argued(6, "q1.1"), ...argued(1, "q1.1", "against"), ...argued(3, "q1.2") },
  });
  expect(all(page, ".argued h2")).toEqual(["For (6)", "Against (1)"]);
  expect(page.querySelectorAll(".argued li")).toHaveLength(4);
  expect(screen.getByText("+ 3 more on the tablets")).toBeTruthy();
});

test("of three or four side by side the arguments are counted, and each dissent is there", () => {
  const shown = [said(1), said(2, "Ja", "Nei, sier to"), said(3), said(4)];
  const page = project({ shown, arguments: argued(3, "q1.2") });
  expect(page.querySelector(".shown")?.getAttribute("data-count")).toBe("4");
  expect(all(page, ".counted")).toEqual(["3 for · 0 against"]);
  expect(all(page, ".dissent .words")).toEqual(["Nei, sier to"]);
  expect(page.querySelector(".argued")).toBeNull();
});

test("a hidden argument is its reason", () => {
  const [one] = Object.values(argued(1, "q1.1"));
  if (one) project({ shown: [said(1)], arguments: { x: { ...one, text: "", hidden: "name" } } });
  expect(screen.getByText("Hidden by the process leader: somebody can be recognised.")).toBeTruthy();
});

test("what is being typed comes before all else, marked against the version before", () => {
  const typed = "Vi bygger tett ved banen først";
  const page = project({ shown: [said(1)], common: COMMON, wordings: WORDINGS, typed });
  expect(all(page, "h1")).toEqual(["A wording in common · being written"]);
  expect(all(page, "ins").map((one) => one?.trim())).toEqual(["først"]);
});

test("the wording: what is new and gone, how many stand behind it, and every dissent", () => {
  const stances = [
    { table: 1, name: "Bord 1", stands: true, dissent: "" },
    { table: 2, name: "Bord 2", stands: false, dissent: "Fjorden" },
    { table: 3, name: "Bord 3", stands: true, dissent: "Banen må bli bedre" },
  ];
  const page = project({ common: { ...COMMON, stances }, wordings: WORDINGS });
  expect([all(page, "ins"), all(page, "del")]).toEqual([["banen"], ["fjorden"]]);
  expect(screen.getByText("2 of 9 tables can answer for this · 6 have not answered")).toBeTruthy();
  expect(all(page, ".dissent .words")).toEqual(["Bord 2: Fjorden\nBord 3: Banen må bli bedre"]);
});

test("a statement that was taken back says so; with nothing to show there is the question", () => {
  project({ shown: [said(1, "")] });
  expect(screen.getByText("The table took back what it had written.")).toBeTruthy();
  cleanup();
  project({});
  expect(screen.getByRole("heading").textContent).toBe("Hva skal vi satse på, og hvorfor?");
});

test("what was parked, with what was said of it", () => {
  const parked = {
    a: { id: "a", kind: "elsewhere", text: "Skolebussen", settled: "", hidden: null },
    b: { id: "b", kind: "chair", text: "Hvem betaler?", settled: "I juni", hidden: null },
  } as const;
  const page = render(<Parked view={aPicture({ parked })} />).container;
  expect(all(page, "h2")).toEqual(["Questions to the chair (1)", "Belongs elsewhere (1)"]);
  expect(all(page, "li")).toEqual(["Hvem betaler? → I juni", "Skolebussen"]);
});
