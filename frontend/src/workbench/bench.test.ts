// One act after the other, each on what the one before left; and two editors who are both right.
import { expect, test, vi } from "vitest";

import { accept, acceptSurest, free, link, put } from "./acts";
import { keep, overtaken } from "./drafts";
import { after, aBench, aView } from "./sample";
import { follow, surest } from "./suggest";

const settled = () => new Promise((done) => setTimeout(done, 30));

test("keys faster than the server all hold: what is at hand twice goes where it was put last", async () => {
  const { bench, view } = aBench(aView({ a: {}, b: {}, c: {} }));
  void put(bench, "A"); // a, and on to b
  void put(bench, "B"); // b, and on to c
  bench.chosen.value = new Set(["a", "b", "c"]);
  void put(bench, "A"); // all, while the first two are on their way
  await settled();
  expect(Object.values(view.value?.endings ?? {}).map(({ theme }) => theme)).toEqual(["A", "A", "A"]);
  expect(bench.wrong.value).toBe("");
});

test("what another editor changes between the key and its turn is not written over", async () => {
  const { bench, view } = aBench(aView({ a: {}, b: {} }));
  void put(bench, "A"); // a
  void put(bench, "A"); // b, which waits for a
  const now = view.value;
  if (now) view.value = after(now, [{ register: "placed", key: "b", old: null, new: "B" }]);
  await settled();
  expect(view.value?.endings.a?.theme).toBe("A");
  expect(view.value?.endings.b?.theme).toBe("B");
  expect(bench.wrong.value).toContain("Another editor has changed this meanwhile.");
  expect(bench.wrong.value).toContain("Now it lies in Beta.");
  expect(bench.at.value).toBe("b");
});

test("after an act the next one without an end is at hand, and what got one is not shown as left", async () => {
  const { bench } = aBench(aView({ a: {}, b: { fate: "used", links: { S: "supports" } }, c: {} }));
  expect(bench.shown.value).toEqual(["a", "c"]);
  void link(bench, "S", "contradicts");
  expect(bench.at.value).toBe("c");
  await settled();
  expect(bench.shown.value).toEqual(["c"]);
});

test("what is without an end again stays at hand, and the next act is on it", async () => {
  const { bench, view } = aBench(aView({ a: { fate: "aside", why: "unclear" }, b: { fate: "aside", why: "unclear" } }));
  bench.show({ stage: "all" });
  free(bench);
  await settled();
  expect(bench.at.value).toBe("a");
  void put(bench, "A");
  await settled();
  expect(view.value?.endings.a).toMatchObject({ fate: "open", theme: "A" });
  expect(view.value?.endings.b).toMatchObject({ fate: "aside", theme: null });
  bench.show({ stage: "aside" }); // where it is not shown any more, the next one is at hand
  free(bench);
  await settled();
  expect(bench.shown.value).toEqual([]);
});

test("without a connection nothing is done, and hidden words are at nobody's hand", async () => {
  const { bench, status, sent, view } = aBench(aView({ a: {}, b: {} }));
  status.value = "away";
  expect(await put(bench, "A")).toBe(false);
  status.value = "on";
  const now = view.value;
  if (now?.contributions.a) {
    const hidden = { ...now.contributions.a, text: "", hidden: "name" as const };
    view.value = { ...now, contributions: { ...now.contributions, a: hidden } };
  }
  expect(await put(bench, "A")).toBe(false);
  expect(sent).toEqual([]);
});

test("taking back names how many there were, as they stood when it was its turn", async () => {
  const { bench, sent } = aBench(aView({ a: {}, b: {} }));
  await bench.takeBack();
  expect(sent).toEqual([]); // nothing to take back
  void put(bench, "A");
  void bench.takeBack();
  await settled();
  expect(sent.at(-1)).toEqual({ t: "unedit", count: 1 });
});

test("only what is quite sure is accepted at a stroke; one by one also the rest", async () => {
  const hints = { sure: 0.6, themes: { a: [["A", 0.9]], b: [["B", 0.3]], c: [["B", 0.7]] } as Record<string, [string, number][]> };
  const { bench, view } = aBench(aView({ a: {}, b: {}, c: { theme: "A" } }), hints);
  expect(surest([...bench.items.value.values()], bench.suggestions.value)).toEqual([{ id: "a", theme: "A" }]);
  bench.show({ words: "of something else" });
  acceptSurest(bench);
  await settled();
  expect(view.value?.endings.a?.theme).toBeNull(); // it is not in the list
  bench.show({ words: "" });
  acceptSurest(bench);
  await settled();
  expect(view.value?.endings.a?.theme).toBe("A");
  expect(view.value?.endings.b?.theme).toBeNull();
  bench.goTo("b");
  accept(bench);
  await settled();
  expect(view.value?.endings.b?.theme).toBe("B");
});

test("a draft outlives a reload, and knows when somebody else has worded the statement", () => {
  const { bench } = aBench(aView({ a: {} }));
  const seen = { text: "So it is", theme: null, minority: false, remark: "", conflict: "", place: 1, withdrawn: "" };
  const draft = { seen, next: { ...seen, text: "So it was" } };
  keep(bench.drafts, "S", draft);
  expect(aBench(aView({ a: {} })).bench.drafts.value.S).toEqual(draft);
  expect(overtaken(draft, { ...seen, place: 2 })).toBe(false);
  expect(overtaken(draft, { ...seen, text: "So be it" })).toBe(true);
  expect(overtaken(draft, null)).toBe(true);
});

test("hints are asked for one at a time, and an answer that an edit has overtaken is dropped", async () => {
  vi.useFakeTimers();
  const answers: ((value: unknown) => void)[] = [];
  const asked = vi.fn(() => new Promise((answer) => answers.push(answer)));
  vi.stubGlobal("fetch", () => asked().then((found) => ({ ok: true, json: () => Promise.resolve(found) })));
  const { view } = aBench(aView({ a: {}, b: {} }));
  const found = follow(view, "/forslag.json");
  await vi.advanceTimersByTimeAsync(0);
  for (const key of ["a", "b"]) {
    if (view.value) view.value = after(view.value, [{ register: "placed", key, old: null, new: "A" }]);
    await vi.advanceTimersByTimeAsync(2_000);
  }
  expect(asked).toHaveBeenCalledTimes(1);
  answers[0]?.({ sure: 0.1 });
  await vi.advanceTimersByTimeAsync(0);
  expect(found.value.sure).toBe(1); // nothing yet: it was of what stood before
  expect(asked).toHaveBeenCalledTimes(2);
  answers[1]?.({ sure: 0.2 });
  await vi.advanceTimersByTimeAsync(0);
  expect(found.value.sure).toBe(0.2);
  vi.useRealTimers();
  vi.unstubAllGlobals();
});
