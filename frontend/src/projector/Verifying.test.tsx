// The picture of a verification: a full hall's statements, one large, and what they came to.
import { signal } from "@preact/signals";
import { cleanup, render, screen } from "@testing-library/preact";
import { afterEach, expect, test } from "vitest";

import { aPicture, now, verified } from "../control/sample";
import type { ProjectorView, Reread } from "../protocol";
import type { Session, Status } from "../socket";
import { Projector } from "./Projector";

afterEach(cleanup);

const asking = (open: boolean) => now({ kind: "verify", question: null, open });

function project(parts: Partial<ProjectorView>) {
  const session: Session<ProjectorView> = {
    view: signal(aPicture({ hall: { tables: 9, ready: 0, tablets: 40, accepted: 40, cast: 23 }, ...parts })),
    ...{ you: signal(""), status: signal<Status>("on"), refusal: signal(null) },
    send: () => Promise.resolve({ t: "away" }),
    ...{ onWelcome: () => undefined, close: () => undefined },
  };
  return render(<Projector session={session} join={{}} />).container;
}

test("while answers are given: the statements, how many have answered, and no count of answers", () => {
  const page = project({ now: asking(true), ...verified({}) });
  expect([...page.querySelectorAll(".choices .text")].map((one) => one.textContent)).toEqual([
    ...["Formulering 1", "The minority's view Formulering 2", "Formulering 3"],
  ]);
  expect(screen.getByText("23 of 40 have answered")).toBeTruthy();
  expect(page.querySelector(".bar")).toBeNull();
});

test("one large: its version with what changed, what lies behind, and the remark beside it", () => {
  const page = project({ now: asking(true), ...verified({ pointed: 2 }) });
  expect(screen.getByRole("heading", { name: /^Statement 2 of 3 · version 2 · Bolig/ })).toBeTruthy();
  expect(page.querySelector("ins")?.textContent).toBe("2");
  expect(screen.getByText("The minority's view")).toBeTruthy();
  expect(page.querySelector(".remarks .text")?.textContent).toBe("Det koster mer enn det er satt av.");
  expect(screen.getByText("3 contributions behind it: 2 support · 1 contradicts")).toBeTruthy();
});

test("closed: four counts with words for each, too few where they are, and never a score", () => {
  const page = project({ now: asking(false), ...verified({ result: true }) });
  const rows = [...page.querySelectorAll("tbody tr")].map((row) =>
    [...row.querySelectorAll(".no, .grade")].map((cell) => cell.textContent),
  );
  expect(rows).toEqual([["1", "20", "2", "1", "0"], ["2", "Too few to be shown"], ["3", "9", "9", "5", "0"]]);
  expect([...page.querySelectorAll("th.grade")].map((one) => one.textContent)).toEqual([
    ...["Understood", "Partly understood", "Wrongly understood", "Something is lacking"],
  ]);
  expect(page.textContent).not.toContain("%");
  expect(screen.getByText("1 correction is about the whole")).toBeTruthy();
});

test("closed, one large: its counts, the corrections and what tables propose, with their dissent", () => {
  const page = project({ now: asking(false), ...verified({ pointed: 1, result: true }) });
  expect([...page.querySelectorAll(".meant b")].map((one) => one.textContent)).toEqual(["20", "2", "1", "0"]);
  expect(screen.getByText("2 corrections")).toBeTruthy();
  expect(page.querySelector(".concealed")?.textContent).toBe("Hidden by the process leader: it is an insult.");
  expect(page.querySelector(".argued")?.textContent).toContain("Bord 3: Bygg i sentrum først. Dissent: Ikke først.");
});

test("too few for any figure is words alone", () => {
  const { verification, ...parts } = verified({ result: true });
  const page = project({
    ...{ now: asking(false), ...parts },
    verification: { ...verification, ballots: 3, shown: false, result: [] },
  });
  expect(screen.getByText("Too few answered for a result to be shown.")).toBeTruthy();
  expect(page.querySelector("table")).toBeNull();
});

test("more than there is room for is said, not dropped", () => {
  const parts = verified({});
  const one = parts.reopened["s1"] as Reread;
  const reopened = Object.fromEntries(
    Array.from({ length: 60 }, (_none, i) => [`s${i}`, { ...one, id: `s${i}`, no: i + 1 }]),
  );
  const page = project({ now: asking(true), ...parts, reopened });
  expect(page.querySelectorAll(".choices li")).toHaveLength(24);
  expect(screen.getByText("+ 36 more on the tablets")).toBeTruthy();
});

test("with nothing reopened there is the name of the step; at the end the counts stand again", () => {
  project({ now: asking(true) });
  expect(screen.getByRole("heading", { name: "Verification" })).toBeTruthy();
  cleanup();
  const page = project({ now: now({ kind: "end", question: null }), ...verified({ result: true }) });
  expect(page.querySelectorAll("tbody tr")).toHaveLength(3);
});
