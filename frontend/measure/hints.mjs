// How well the hints on the tablet find what they are for, and how often they are raised for nothing.
//
//   npm run measure -- NAMES.csv ROSTER.txt NOTES.csv…
//
// NAMES.csv has `id`, `text` and `spans`, a JSON list of {span, type}; the other files notes with a
// column `text` in which nobody is named. Without files, the notes of the tests are measured. A hint
// is right where it overlaps a span of its kind. Odd and even lines are counted apart: rules are
// mended by what the odd ones show.
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { runnerImport } from "vite";

const from = async (file) => {
  const path = fileURLToPath(new URL(`../src/tablet/hints/${file}`, import.meta.url));
  return (await runnerImport(path)).module;
};
const [{ findHints }, { Roster }, own] = await Promise.all(["find.ts", "names.ts", "notes.ts"].map(from));

const KINDS = {
  ...{ NAME: "name", PHONE: "phone", EMAIL: "email", FNR: "id_number", ADDRESS: "address" },
  ...{ PLATE: "plate", SELF: "self" },
};

/** The rows of a CSV file, as objects. */
function rows(path) {
  const cells = [[""]];
  for (const [token, , quoted] of readFileSync(path, "utf8").matchAll(/("((?:[^"]|"")*)"|[^",\r\n]+|,|\r?\n)/g)) {
    const row = cells.at(-1);
    if (token === ",") row.push("");
    else if (/^\r?\n$/.test(token)) cells.push([""]);
    else row[row.length - 1] += quoted === undefined ? token : quoted.replaceAll('""', '"');
  }
  const [head, ...body] = cells.filter((row) => row.join(""));
  return body.map((row) => Object.fromEntries(head.map((name, i) => [name.replace("\ufeff", ""), row[i]])));
}

function spans({ text, spans }) {
  return JSON.parse(spans).map(({ span, type }) => {
    const start = text.indexOf(span);
    return { kind: KINDS[type], start, end: start + span.length };
  });
}

const overlaps = (a, b) => a.kind === b.kind && a.start < b.end && b.start < a.end;
const percent = (part, all) => (all === 0 ? "–" : (part / all).toFixed(2));

function measure(title, notes, roster) {
  const say = process.argv.includes("--errors");
  const count = {};
  for (const { text, expected } of notes) {
    const hints = findHints(text, roster);
    const add = (kind, what) => {
      count[kind] ??= { told: 0, right: 0, all: 0, found: 0 };
      count[kind][what] += 1;
    };
    for (const hint of hints) {
      const right = expected.some((one) => overlaps(one, hint));
      add(hint.kind, "told");
      if (right) add(hint.kind, "right");
      else if (say) console.log(`  false ${hint.kind}: [${text.slice(hint.start, hint.end)}] ${text}`);
    }
    for (const one of expected) {
      add(one.kind, "all");
      if (hints.some((hint) => overlaps(one, hint))) add(one.kind, "found");
      else if (say) console.log(`  missed ${one.kind}: [${text.slice(one.start, one.end)}] ${text}`);
    }
  }
  const alarms = notes.filter(({ text, expected }) => !expected.length && findHints(text, roster).length);
  console.log(`${title}: ${notes.length} notes, ${alarms.length} hinted at for nothing`);
  for (const [kind, { told, right, all, found }] of Object.entries(count)) {
    console.log(`  ${kind.padEnd(10)} P ${percent(right, told)}  R ${percent(found, all)}  (${found} of ${all}, ${told - right} false)`);
  }
}

const [named, list, ...others] = process.argv.slice(2).filter((one) => !one.startsWith("--"));
if (named === undefined) {
  const notes = [...own.MARKED, ...own.PLAIN].map((one) => {
    const { text, hints } = own.unmarked(one);
    return { text, expected: hints };
  });
  measure("the tests' own", notes, new Roster(own.ROSTER));
} else {
  const roster = new Roster(readFileSync(list, "utf8").split("\n").filter(Boolean));
  const notes = rows(named).map((row) => ({ text: row.text, expected: spans(row) }));
  measure("odd lines", notes.filter((_, i) => i % 2 === 0), roster);
  if (!process.argv.includes("--errors")) measure("even lines", notes.filter((_, i) => i % 2 === 1), roster);
  for (const file of others) {
    measure(basename(file), rows(file).map(({ text }) => ({ text, expected: [] })), roster);
  }
}
