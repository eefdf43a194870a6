// The bridge to gettext: placeholders, plurals, a change of language under a sub-path.
import { beforeEach, expect, test, vi } from "vitest";

const NYNORSK = {
  language: "nn",
  messages: { "Hello {name}": "Hei {name}", "{n} note": ["{n} merknad", "{n} merknader"] },
};

beforeEach(() => {
  vi.resetModules();
  document.head.innerHTML = '<meta name="base" content="/raad/">';
  document.body.innerHTML = "";
});

test("without a catalog the messages speak for themselves", async () => {
  const { _, language, ngettext } = await import("./i18n");
  expect(language.value).toBe("en");
  expect(_("Hello {name}", { name: "Ánne" })).toBe("Hello Ánne");
  expect(ngettext("{n} note", "{n} notes", 2)).toBe("2 notes");
});

test("the catalog in the page is used from the start", async () => {
  document.body.innerHTML = `<script type="application/json" id="catalog">${JSON.stringify(NYNORSK)}</script>`;
  const { _, language, ngettext } = await import("./i18n");
  expect(language.value).toBe("nn");
  expect(_("Hello {name}", { name: "Ánne" })).toBe("Hei Ánne");
  expect([0, 1, 2].map((n) => ngettext("{n} note", "{n} notes", n))).toEqual([
    "0 merknader",
    "1 merknad",
    "2 merknader",
  ]);
});

test("V383: where two have a form of their own it is used, and the last for all above", async () => {
  const one = { language: "se", messages: { note: ["{n} árvalus", "{n} árvalusa", "{n} árvalusat"] } };
  document.body.innerHTML = `<script type="application/json" id="catalog">${JSON.stringify(one)}</script>`;
  const { ngettext } = await import("./i18n");
  expect([0, 1, 2, 3].map((n) => ngettext("note", "notes", n))).toEqual([
    "0 árvalusat",
    "1 árvalus",
    "2 árvalusa",
    "3 árvalusat",
  ]);
});

test("a placeholder without a value stays as it is", async () => {
  const { _ } = await import("./i18n");
  expect(_("Hello {name}")).toBe("Hello {name}");
});

test("another language is fetched from under the base", async () => {
  const fetched = vi.fn(() => Promise.resolve(Response.json(NYNORSK)));
  vi.stubGlobal("fetch", fetched);
  const { _, language, setLanguage } = await import("./i18n");
  await setLanguage("nn");
  const [address] = fetched.mock.calls[0] as unknown as [URL];
  expect(address.pathname).toBe("/raad/static/locale/nn.json");
  expect(language.value).toBe("nn");
  expect(document.documentElement.lang).toBe("nn");
  expect(_("Hello {name}", { name: "Ole" })).toBe("Hei Ole");
});
