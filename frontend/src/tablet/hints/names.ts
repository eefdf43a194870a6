// People's names: those of the roster, however they are spelled or shortened, and others where the
// words around say that it is somebody. A third of Norwegian names are ordinary words or places,
// so a name alone is seldom enough.
import { ACTS, AT, GIVEN, MAY, PARTY, PLACE, THOUGHT, TITLE, TOWARDS } from "./lexicon";
import type { Hint } from "./text";

interface Word {
  start: number;
  end: number;
  small: string;
  /** As it sounds, with and without the genitive's s. */
  sounds: string[];
  /** One large letter and then small ones. */
  large: boolean;
  /** A sentence begins here, so that being large tells nothing. */
  first: boolean;
}

export class Roster {
  /** Each person's names, from the given one to the family's. */
  readonly #people: string[][];
  readonly #given: ReadonlySet<string>;

  constructor(names: readonly string[]) {
    this.#people = names.map((name) => wordsOf(name).map(({ small }) => sound(small)));
    this.#given = new Set(this.#people.flatMap(([first]) => first ?? []));
  }

  isGiven(word: Word): boolean {
    return word.sounds.some((one) => this.#given.has(one));
  }

  /** Somebody's name, given or family's. `loosely`: or one letter beside it. */
  has(word: Word, loosely: boolean): boolean {
    return this.#people.some((person) => person.some((part) => isCalled(word, part, loosely)));
  }

  /** How many words from here on are names of one person, of which one is spelled right. */
  run(words: readonly Word[]): number {
    const counts = this.#people.map((person) => {
      const left = [...person];
      let [count, sure] = [0, false];
      for (const word of words) {
        const place = left.findIndex((part) => isCalled(word, part, true));
        if (place < 0) break;
        sure ||= isCalled(word, left[place] ?? "", false);
        left.splice(place, 1);
        count += 1;
      }
      return sure ? count : 0;
    });
    return Math.max(0, ...counts);
  }
}

export function names(text: string, roster: Roster): Hint[] {
  const words = wordsOf(text);
  const hints: Hint[] = [];
  for (let at = 0; at < words.length; ) {
    const [count, told] = nameAt(text, words, at, roster);
    const [first, last] = [words[at], words[at + count - 1]];
    if (told && first && last) hints.push({ kind: "name", start: first.start, end: last.end });
    at += count;
  }
  return hints;
}

/** How many words belong together here, and whether they name somebody. */
function nameAt(text: string, words: Word[], at: number, roster: Roster): [number, boolean] {
  const joined = together(text, words, at);
  const [word, ...next] = joined as [Word, ...Word[]];
  const before = text.slice(Math.max(0, word.start - AROUND), word.start).toLowerCase();
  const after = (count: number) => {
    const { end } = joined[count - 1] as Word;
    return text.slice(end, end + AROUND).toLowerCase();
  };
  const common = isCommon(word);
  const large = word.large ? 1 + countWhile(next, (one) => one.large) : 0;

  const run = roster.run(joined);
  if (run > 1) {
    const sure = joined.slice(0, run).some((one) => (one.large && !one.first) || isCommon(one));
    return [run, (sure || isSpoken(before, after(run))) && !PLACED.test(after(run))];
  }
  const titled = TITLED.test(before) && !A_PARTY.test(text.slice(word.start));
  if ((large > 0 && titled) || (large > 1 && (common || roster.isGiven(word)))) {
    return [large, !PLACED.test(after(large))];
  }
  return [1, isSomebody(word, before, after(1), roster)];
}

/** A single name tells less. */
function isSomebody(word: Word, before: string, after: string, roster: Roster): boolean {
  if (PLACED.test(after)) return false;
  const spoken = isSpoken(before, after);
  if (isCommon(word)) return word.large || spoken;
  if (!word.large) return false;
  if (spoken) return roster.has(word, true);
  if (roster.isGiven(word)) return word.first ? MIGHT.test(after) : !LOCAL.test(before);
  const thinks = word.sounds.length > 1 && THOUGHTS.test(after);
  return (thinks || /.{3}s[eo]n/.test(word.small)) && roster.has(word, false);
}

const isCommon = ({ small }: Word) => GIVEN.has(small) || GIVEN.has(small.replace(/s$/, ""));
const isSpoken = (before: string, after: string) => ACT.test(after) || TOWARD.test(before);

const AROUND = 80;
const END = "(?![\\p{L}\\p{M}\\p{N}])";
const START = "(?:^|[^\\p{L}\\p{M}\\p{N}])";
const ACT = new RegExp(`^ (?:${ACTS})${END}`, "u");
const MIGHT = new RegExp(`^ (?:${MAY})${END}`, "u");
const THOUGHTS = new RegExp(`^ ${THOUGHT}${END}`, "u");
const PLACED = new RegExp(`^[ -]${PLACE}${END}`, "u");
const TOWARD = new RegExp(`${START}(?:${TOWARDS}) $`, "u");
const TITLED = new RegExp(`${START}(?:${TITLE})[,:]?\\s+$`, "u");
const LOCAL = new RegExp(`${START}(?:${AT}) $`, "u");
const A_PARTY = new RegExp(`^(?:${PARTY})${END}`, "u");

// ---------------------------------------------------------------- words

/** The words from `at` on with no more than a space, a hyphen or an initial's dot between. */
function together(text: string, words: Word[], at: number): Word[] {
  const rest = words.slice(at, at + LONGEST);
  const count = countWhile(rest.slice(1), (word, i) => {
    const { start, end } = rest[i] as Word;
    const between = text.slice(end, word.start);
    return /^[ \u00a0‐‑-]$/.test(between) || (end - start === 1 && between === ". ");
  });
  return rest.slice(0, 1 + count);
}

const LONGEST = 5;

/** How many from the beginning are so. */
function countWhile<T>(all: readonly T[], so: (one: T, i: number) => boolean): number {
  const end = all.findIndex((one, i) => !so(one, i));
  return end < 0 ? all.length : end;
}

function wordsOf(text: string): Word[] {
  const shouted = !/\p{Ll}/u.test(text);
  let end = 0;
  return Array.from(text.matchAll(/\p{L}[\p{L}\p{M}]*/gu), (match) => {
    const [found] = match;
    const small = found.normalize("NFC").toLowerCase();
    const first = end === 0 || /[^\p{L}\p{M}\p{N} ,'’-]/u.test(text.slice(end, match.index));
    end = match.index + found.length;
    return {
      start: match.index,
      end,
      small,
      sounds: small.endsWith("s") ? [sound(small), sound(small.slice(0, -1))] : [sound(small)],
      large: !shouted && /^\p{Lu}(?!\p{Lu})/u.test(found),
      first,
    };
  });
}

/** What is spelled in several ways, in one: Sæther and Sather, Nygaard and Nygård. */
function sound(small: string): string {
  return small
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replace(/æ|ae|aa/g, "a")
    .replace(/ø|oe/g, "o")
    .replace(/ph/g, "f")
    .replace(/h(?![aeiouy])/g, "")
    .replace(/[cq]/g, "k")
    .replace(/w/g, "v")
    .replace(/y/g, "i")
    .replace(/z/g, "s")
    .replace(/th/g, "t")
    .replace(/(.)\1+/g, "$1");
}

/** The word is this part of a name. `loosely`: its initial, or one letter beside it. */
function isCalled(word: Word, part: string, loosely: boolean): boolean {
  if (word.sounds.includes(part)) return true;
  if (!loosely || !word.large) return false;
  return word.end - word.start === 1
    ? part.startsWith(word.small)
    : word.sounds.some((one) => isNear(one, part));
}

/** One letter more, less or other, in names long enough to bear it. */
function isNear(one: string, other: string): boolean {
  if (Math.min(one.length, other.length) < 5 || Math.abs(one.length - other.length) > 1) return false;
  let same = 0;
  while (same < one.length && one[same] === other[same]) same += 1;
  const [a, b] = [one.slice(same), other.slice(same)];
  return same > 0 && (a.slice(1) === b.slice(1) || a === b.slice(1) || a.slice(1) === b);
}
