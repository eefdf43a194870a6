// What the programme comes to while it is typed: the server reckons, as it does when it stores.
interface Looked {
  clocks: string[];
  reckoning: string;
  rhythm: string[];
  hints: string[][];
}

/** Milliseconds of rest after the last key before the server is asked. */
const REST = 400;

const form = document.querySelector<HTMLFormElement>("form.programme");
let changed = form?.dataset.unsaved !== undefined;
let waiting = 0;
let asked = 0;

form?.addEventListener("input", () => {
  changed = true;
  clearTimeout(waiting);
  waiting = window.setTimeout(() => void look(form), REST);
});

// A button of the form carries everything along; any other way out would lose what is typed.
form?.addEventListener("submit", () => (changed = false));
addEventListener("beforeunload", (leaving) => {
  if (changed) leaving.preventDefault();
});

async function look(from: HTMLFormElement): Promise<void> {
  const number = ++asked;
  const sent = new URLSearchParams();
  for (const [name, value] of new FormData(from)) {
    if (typeof value === "string") sent.append(name, value);
  }
  const answer = await fetch(from.dataset.look ?? "", { method: "POST", body: sent }).catch(
    () => undefined, // without the network it is told when it is stored
  );
  if (answer?.ok && number === asked) show((await answer.json()) as Looked);
}

function show(looked: Looked): void {
  document.querySelectorAll("[data-clock]").forEach((clock, at) => {
    clock.textContent = looked.clocks[at] ?? "";
  });
  say(document.getElementById("reckoning"), looked.reckoning);
  const rhythm = document.getElementById("rhythm");
  list(rhythm, looked.rhythm);
  rhythm?.parentElement?.toggleAttribute("hidden", looked.rhythm.length === 0);
  document.querySelectorAll(".hints").forEach((hints, at) => list(hints, looked.hints[at] ?? []));
}

/** Only what is new is written, so that only what is new is read aloud. */
function say(element: Element | null, words: string): void {
  if (element && element.textContent !== words) element.textContent = words;
}

function list(element: Element | null, lines: string[]): void {
  const there = [...(element?.children ?? [])].map((child) => child.textContent);
  if (!element || lines.join("\n") === there.join("\n")) return;
  element.replaceChildren(
    ...lines.map((line) => {
      const item = document.createElement("li");
      item.textContent = line;
      return item;
    }),
  );
}
