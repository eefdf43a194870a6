// One pen at a table: what is written under it is stored, and no word is lost when it goes.
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import type { OwnStatement } from "../protocol";
import { box } from "./memory";
import { aNow, aTablet, aView, type Hall } from "./sample";

const said = (change: Partial<OwnStatement> = {}): OwnStatement => ({
  ...{ question: "q", text: "", dissent: "", rev: 0 },
  ...change,
});

const talk = (pen: string | null, statement = said()) =>
  aView({
    now: aNow({ kind: "talk" }),
    table: { ...aView().table, pen },
    statement,
  });

let hall: Hall;

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  hall = await aTablet(talk(null, said({ text: "Old", rev: 3 })));
  hall.view.value = talk("me", said({ text: "Old", rev: 3 }));
});

afterEach(() => {
  vi.useRealTimers();
});

const rest = () => vi.advanceTimersByTimeAsync(600);
const statements = () =>
  hall.send.mock.calls.map(([frame]) => frame).filter(({ t }) => t === "statement");

test("the pen begins where the table is", () => {
  expect(hall.tablet.pen.words.value).toEqual({ question: "q", text: "Old", dissent: "" });
});

test("what is typed goes when the hand rests, above every version seen", async () => {
  hall.tablet.pen.type({ text: "New" });
  hall.tablet.pen.type({ text: "New words" });
  expect(hall.tablet.pen.state.value).toBe("waiting");
  await rest();
  expect(statements()).toEqual([
    { t: "statement", question: "q", text: "New words", dissent: "", rev: 4 },
  ]);
  expect(hall.tablet.pen.state.value).toBe("stored");
  expect(hall.tablet.memory.drafts.value).toEqual({});
});

test("a lost answer: the words wait, and go again at the next welcome", async () => {
  hall.send.mockResolvedValueOnce({ t: "away" });
  hall.tablet.pen.type({ text: "New" });
  await rest();
  expect(hall.tablet.pen.state.value).toBe("waiting");
  hall.welcome();
  await rest();
  expect(statements()).toHaveLength(2);
  expect(hall.tablet.pen.state.value).toBe("stored");
});

test("another tablet takes over: unsent words stay to be read and copied", async () => {
  hall.tablet.pen.type({ text: "My words", dissent: "But" });
  hall.view.value = talk("other", said({ text: "Theirs", rev: 4 }));
  expect(hall.tablet.pen.words.value).toBeNull();
  await rest();
  expect(statements()).toEqual([]);
  expect(hall.tablet.memory.draft(box.statement("q"))).toBe("My words");
  hall.view.value = talk("me", said({ text: "Theirs", rev: 4 }));
  expect(hall.tablet.pen.words.value?.text).toBe("Theirs");
  expect(hall.tablet.memory.draft(box.lost("q"))).toBe("My words");
  expect(hall.tablet.memory.draft(box.lostDissent("q"))).toBe("But");
});

test("a pen that a broken line laid down is picked up, with its words", async () => {
  hall.tablet.pen.type({ text: "My words" });
  hall.view.value = talk(null, said({ text: "Old", rev: 3 }));
  expect(hall.send).toHaveBeenCalledWith({ t: "pen", do: "take" });
  hall.view.value = talk("me", said({ text: "Old", rev: 3 }));
  expect(hall.tablet.pen.words.value?.text).toBe("My words");
  await rest();
  expect(statements()).toMatchObject([{ text: "My words" }]);
});

test("but not where somebody has written since", () => {
  hall.tablet.pen.type({ text: "My words" });
  hall.view.value = talk(null, said({ text: "Theirs", rev: 9 }));
  expect(hall.send).not.toHaveBeenCalled();
});

test("nor where they wrote less often than this tablet tried to", async () => {
  hall.send.mockResolvedValue({ t: "away" });
  hall.tablet.pen.type({ text: "My words" });
  await rest();
  for (let i = 0; i < 3; i++) {
    hall.welcome();
    await rest();
  }
  hall.send.mockClear();
  hall.view.value = talk(null, said({ text: "Theirs", rev: 4 }));
  expect(hall.send).not.toHaveBeenCalled();
  hall.view.value = talk("me", said({ text: "Theirs", rev: 4 }));
  expect(hall.tablet.pen.words.value?.text).toBe("Theirs");
  expect(hall.tablet.memory.draft(box.lost("q"))).toBe("My words");
});

test("words that were stored unheard are its own: the pen is picked up", async () => {
  hall.send.mockResolvedValueOnce({ t: "away" });
  hall.tablet.pen.type({ text: "My words " });
  await rest();
  hall.tablet.pen.type({ text: "My words and more" });
  hall.view.value = talk(null, said({ text: "My words", rev: 4 }));
  expect(hall.send).toHaveBeenCalledWith({ t: "pen", do: "take" });
});

test("a pen that was laid down stays down", async () => {
  await hall.tablet.pen.move("lay");
  hall.view.value = talk(null, said({ text: "Old", rev: 3 }));
  expect(hall.send.mock.calls).toEqual([[{ t: "pen", do: "lay" }]]);
});

test("a refusal says why and keeps the words", async () => {
  hall.send.mockResolvedValueOnce({ t: "refused", n: 1, code: "closed" });
  hall.tablet.pen.type({ text: "Too late" });
  await rest();
  expect(hall.tablet.pen.state.value).toBe("refused");
  expect(hall.tablet.pen.code.value).toBe("closed");
  expect(hall.tablet.memory.draft(box.statement("q"))).toBe("Too late");
});

test("the last words go before the pen is laid down", async () => {
  hall.tablet.pen.type({ text: "To the last word" });
  await hall.tablet.pen.move("lay");
  expect(hall.send.mock.calls.map(([frame]) => frame.t)).toEqual(["statement", "pen"]);
  expect(statements()[0]).toMatchObject({ text: "To the last word" });
  expect(hall.tablet.memory.drafts.value).toEqual({});
});

test("what the hall tells meanwhile does not take the pen up again", async () => {
  hall.send.mockImplementation(async ({ t }) => {
    if (t === "pen") {
      hall.view.value = talk("me", said({ text: "Last words", rev: 4 }));
      hall.view.value = talk(null, said({ text: "Last words", rev: 4 }));
    }
    return { t: "stored", n: 1 };
  });
  hall.tablet.pen.type({ text: "Last words" });
  await hall.tablet.pen.move("lay");
  expect(hall.tablet.pen.words.value).toBeNull();
  expect(hall.send).not.toHaveBeenCalledWith({ t: "pen", do: "take" });
});

test("where the last words are not stored, the pen stays", async () => {
  hall.tablet.pen.type({ text: "To the last word" });
  hall.send.mockResolvedValueOnce({ t: "away" });
  expect(await hall.tablet.pen.move("lay")).toEqual({ t: "away" });
  expect(hall.send.mock.calls.map(([frame]) => frame.t)).toEqual(["statement"]);
  expect(hall.tablet.pen.words.value).toMatchObject({ text: "To the last word" });
});

test("five seconds more take what the closing of the talk cut off", async () => {
  const view = talk("me", said({ text: "Old", rev: 3 }));
  hall.tablet.pen.type({ text: "To the last word" });
  hall.send.mockResolvedValueOnce({ t: "refused", n: 1, code: "closed" });
  hall.view.value = { ...view, now: aNow({ kind: "talk", open: false }) };
  await rest();
  expect(hall.tablet.pen.state.value).toBe("refused");
  hall.view.value = { ...view, now: aNow({ kind: "talk", open: false, grace_until: 5_000 }) };
  await rest();
  expect(statements()).toHaveLength(2);
  expect(hall.tablet.pen.state.value).toBe("stored");
});

test("only the part that was changed counts as unsent", () => {
  hall.tablet.pen.type({ text: "New" });
  expect(Object.keys(hall.tablet.memory.drafts.value)).toEqual([box.statement("q")]);
});
