// gettext in the browser: the first catalog comes in the page, another language is fetched.
import { computed, signal } from "@preact/signals";

interface Catalog {
  language: string;
  messages: Record<string, string | string[]>;
}

type Values = Record<string, string | number>;

function embedded(): Catalog {
  const script = document.getElementById("catalog");
  return script?.textContent
    ? (JSON.parse(script.textContent) as Catalog)
    : { language: "en", messages: {} };
}

const catalog = signal(embedded());

/** The language on the screen. What reads it, or a message, is drawn anew when it changes. */
export const language = computed(() => catalog.value.language);

/** The message in the language on the screen, with `{name}` filled in from `values`. */
export function _(message: string, values: Values = {}): string {
  const found = catalog.value.messages[message];
  return fill(typeof found === "string" ? found : message, values);
}

/** The form of the message that goes with `n`, which it may show as `{n}`. A language has one for
 * one, Northern Sámi one for two as well, and the last for all others. */
export function ngettext(one: string, many: string, n: number, values: Values = {}): string {
  const found = catalog.value.messages[one];
  const forms = Array.isArray(found) ? found : [one, many];
  return fill(forms[n - 1] ?? forms.at(-1) ?? many, { n, ...values });
}

/** Fetch the catalog of another language and turn the screen over to it. */
export async function setLanguage(code: string): Promise<void> {
  const response = await fetch(fromBase(`static/locale/${code}.json`));
  if (!response.ok) throw new Error(`No catalog for ${code}: ${response.status}`);
  catalog.value = (await response.json()) as Catalog;
  document.documentElement.lang = code;
}

/** An address inside the product, which may live under a sub-path: `<meta name="base">` says. */
export function fromBase(path: string): URL {
  const base = document.querySelector<HTMLMetaElement>('meta[name="base"]')?.content ?? "/";
  return new URL(path, new URL(base, document.baseURI));
}

function fill(text: string, values: Values): string {
  return text.replace(/\{(\w+)\}/g, (hole, name: string) => String(values[name] ?? hole));
}
