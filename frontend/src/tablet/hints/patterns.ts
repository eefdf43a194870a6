// What gives itself away by its form: numbers, addresses, plates.
import { found, type Hint, type Kind, words } from "./text";

const AROUND = 30;

export function patterns(text: string): Hint[] {
  return RULES.flatMap(([kind, pattern, holds]) =>
    [...found(text, pattern)].flatMap(({ start, end }) => {
      const before = text.slice(Math.max(0, start - AROUND), start).toLowerCase();
      const after = text.slice(end, end + AROUND).toLowerCase();
      return holds(text.slice(start, end), before, after) ? [{ kind, start, end }] : [];
    }),
  );
}

/** Whether what was found is it, by what stands before and after in small letters. */
type Holds = (told: string, before: string, after: string) => boolean;

const always: Holds = () => true;

/** At most two short words stand between "ring" and the number: «ring meg på». */
const called = (cue: string) =>
  new RegExp(`(?:^|\\P{L})(?:${cue})\\P{L}*(?:\\p{L}{1,4}\\P{L}+){0,2}$`, "u");

// ---------------------------------------------------------------- telephone

const PHONE = words("\\d{8}|\\d{3} \\d{2} \\d{3}|\\d{2}(?:[ .-]\\d{2}){3}|\\d{4} \\d{4}");
const ABROAD = /(^|[^\p{L}\p{N}+])(?:\+|00)[1-9]\d{0,2}(?:[ -]?\d{2,4}){3,5}(?!\d)/gu;
const CALL = called("tlf|tel|telefon\\p{L}*|mob|mobil\\p{L}*|ring|sms|nummer\\p{L}*|nr");
const CASE = /(?:^|\P{L})(?:\p{Sc}|(?:kr|nok|sak|plan|tiltak|konto|org|gnr|bnr|id|ref|art)[\p{L}.]*)[\s:#-]*$/u;
const AMOUNT = /^\s*(?:\p{Sc}|%|,-|(?:kr|nok|kroner|mill|mrd|prosent|innbygg)(?:\P{N}|$)|m[2²3³])/u;

/** Eight digits as people group them, and no part of a number, amount, or number of a case. */
const phone: Holds = (told, before, after) => {
  if (/(?:\d[ .,-]?|\/)$/.test(before) || /^(?:\/|[ .,-]\d)/.test(after)) return false;
  if (AMOUNT.test(after) || CASE.test(before)) return false;
  return /^[49]/.test(told) || CALL.test(before);
};

// ---------------------------------------------------------------- national identity number

const CALLED_ID = called("(?:fødsels|person|d-?)(?:nummer\\p{L}*|nr)|fnr");
const WEIGHTS = [
  [3, 7, 6, 1, 8, 9, 4, 5, 2, 1, 0],
  [5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1],
];

/** Eleven digits of which the last two check the rest, modulo 11. A D-number has 4 added to the
 *  first, a made-up one 40 or 80 to the month. What is called one is one, mistyped or not. */
const nationalId: Holds = (told, before) => {
  const digits = Array.from(told.replace(/\D/g, ""), Number);
  const day = Number(told.slice(0, 2)) % 40;
  const checks = WEIGHTS.every(
    (weights) => weights.reduce((sum, weight, i) => sum + weight * (digits[i] ?? 0), 0) % 11 === 0,
  );
  return CALLED_ID.test(before) || (checks && /^[0-7]/.test(told) && day > 0 && day < 32);
};

// ---------------------------------------------------------------- address

const STREET =
  "(?:gat[ae]n?|vei(?:en)?|veg(?:en)?|all[eé](?:en)?|svingen|stien|bakken|kroken|tunet|torg(?:et)?|" +
  "plass(?:en)?|brygg[ea]|lia|terrasse|ringen|grenda?|toppen|åsen|haugen|jordet|løkka)";
const HOUSE = "[1-9]\\d{0,2}(?: ?[A-Ha-h](?![\\p{L}\\p{N}]))?";
const LONG = words(`(?:\\p{Lu}[\\p{L}\\p{M}.-]* ){1,3}${STREET} ${HOUSE}`);
const ROAD = /^(?:fylkes|riks|europa|gang|sykkel|skole|skule|hoved|hovud)/;
const LIVES = /(?:^|\P{L})(?:bor|bur|bo|bu|hus\p{L}*) (?:i|på|ved) $/u;
const MEASURE =
  /^\s*(?:%|[-–/]\s?\d|(?:km|m|meter|kilometer|gang|gong|time|minutt|år|prosent|stk|plass|bil|døgn|dag|mill)\p{L}*)/u;

/** The street begins large, as names do, and the number is a house's. */
const address: Holds = (told, before, after) =>
  (/^\p{Lu}/u.test(told) || LIVES.test(before)) &&
  !ROAD.test(told.toLowerCase()) &&
  !MEASURE.test(after);

// ---------------------------------------------------------------- all of them

const AT = "(?:@|[([] ?(?:at|AT|krøllalfa|alfakrøll) ?[)\\]])";
const EMAIL = `[\\p{L}\\p{N}._%+-]+ ?${AT} ?[\\p{L}\\p{N}-]+(?:\\.[\\p{L}\\p{N}-]+)+`;
const CAR = called("(?:bil|skilt|mc|moped|henger|hengar|registrering)\\p{L}*");

const RULES: [Kind, RegExp, Holds][] = [
  ["email", words(EMAIL), always],
  ["id_number", words("\\d{6}[ -]?\\d{5}"), nationalId],
  ["phone", PHONE, phone],
  ["phone", ABROAD, always],
  ["plate", words("[A-HJ-LNPR-VX-Z]{2} ?\\d{5}"), always],
  ["plate", words("[A-Za-z]{2} ?\\d{4,5}"), (_told, before) => CAR.test(before)],
  ["address", words(`\\p{L}+${STREET} ${HOUSE}`), address],
  ["address", LONG, address],
  ["address", words("[Gg]nr\\.? ?\\d+[ ,/og]*[Bb]nr\\.? ?\\d+"), always],
];
