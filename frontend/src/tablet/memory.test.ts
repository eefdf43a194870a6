// What a device remembers when it moves from one table to another in the same workshop.
import { expect, test } from "vitest";

import { box, Memory } from "./memory";
import { memoryStore } from "./store";

test("a device that changes table is the same device, and keeps its own words", async () => {
  const memory = await Memory.open(memoryStore());
  memory.sitDownAt("FIRST");
  const { seat } = memory.device.value;
  memory.type(box.alone("q"), "My own");
  memory.type(box.statement("q"), "What we agreed on there");
  memory.type(box.dissent("q"), "But not all");
  memory.sitDownAt("SECOND");
  expect(memory.device.value).toMatchObject({ seat, table: "SECOND" });
  expect(memory.draft(box.alone("q"))).toBe("My own");
});

test("the answer of the table it left is not put into the answer of the new one", async () => {
  const memory = await Memory.open(memoryStore());
  memory.sitDownAt("FIRST");
  memory.type(box.statement("q"), "What we agreed on there");
  memory.type(box.dissent("q"), "But not all");
  memory.sitDownAt("FIRST"); // a page that is opened anew
  expect(memory.draft(box.statement("q"))).toBe("What we agreed on there");
  memory.sitDownAt("SECOND");
  expect(memory.draft(box.statement("q"))).toBe("");
  expect(memory.draft(box.dissent("q"))).toBe("");
  expect(memory.draft(box.lost("q"))).toBe("What we agreed on there");
  expect(memory.draft(box.lostDissent("q"))).toBe("But not all");
});
