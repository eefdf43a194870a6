// Where writers tell who they are: «som ordfører», «vi i Høyre», «mannen min».
import { PARTY, ROLE, ROLE_ONLY } from "./lexicon";
import { found, type Hint, lowered, words } from "./text";

export function selves(text: string): Hint[] {
  const small = lowered(text);
  const plain = PLAIN.flatMap((pattern) => [...found(small, pattern)]);
  const hints = [...found(text, IN_A_PARTY), ...plain].map(hintAt);
  for (const match of found(small, AS)) {
    const { start, end } = match;
    const noun = match.groups?.noun ?? "";
    const opening = /(?:^|[^\p{L}\p{N} ,])\s*$/u.test(small.slice(0, start));
    const rest = (/^[^.!?\n]*/.exec(small.slice(end)) ?? [""])[0];
    const before = (/[^.!?\n]*$/.exec(small.slice(0, start)) ?? [""])[0];
    const mine = ME.test(before) || ME.test(rest);
    const told = opening ? isRole(noun) || (mine && !NOT_ONE.test(noun)) : mine && isSurely(noun);
    if (told) hints.push(hintAt(match));
  }
  return hints;
}

const hintAt = ({ start, end }: Omit<Hint, "kind">): Hint => ({ kind: "self", start, end });

const whole = (body: string) => new RegExp(`^(?:${body})$`, "u");
const test = (pattern: RegExp) => (noun: string) => pattern.test(noun);
const isRole = test(whole(ROLE));
const isSurely = test(whole(ROLE_ONLY));
const ME = /(?:^|\P{L})(?:jeg|eg|meg|min|mi|mitt|mine)(?!\p{L})/u;

/** After «som», what is no one person, or all in the hall. */
const NOT_ONE = whole(
  "\\p{L}*(?:kommunen?|samfunn|by|bygd|region|fylke|land|råd|lag|ledd|del)|folkeval[gd]te?|folkevalde?|" +
    "politi(?:ker|kar)\\p{L}*|innbygg(?:er|jar)\\p{L}*|kommunestyre|organisasjon|arbeids?g\\p{L}+|menneske|" +
    "fellesskap|regel|hovedregel|hovudregel|oftest|sagt|kjent|kjend|nevnt|nemnt|følge|følgje|vanlig|vanleg|" +
    "resultat|eksempel|døme|tillegg|utgangspunkt|alternativ|alle|dei?|den|det|du|vi|me|jeg|eg|man|alltid|før|" +
    "nå|no|i|på|mange|andre|noen|nokon|mest|best|først|fyrst|er|var|har|kan|vil|må|bør|skal|ikke|ikkje|om",
);

const ARTICLE = "(?:(?:en|ein|ei|et|eit) )?";
const KIND_OF =
  "(?:(?:tidligere|tidlegare|eneste|einaste|liten|stor|ny|ung|gammel|gamal|eldre|nyvalgt|nyvald|" +
  "fersk|mangeårig|lokal|kvinnelig|kvinneleg|selvstendig|sjølvstendig|utdannet|utdanna) )*";
const OF = "(?: (?:i|av|for|på|ved) \\p{L}+)?";
const AS = words(`som ${ARTICLE}${KIND_OF}(?<noun>\\p{L}+)${OF}`);

const A_ROLE = `${ARTICLE}${KIND_OF}(?:${ROLE})${OF}`;
const I = "(?:jeg|eg)";
const WORK = "(?:jobber|jobbar|jobbet|jobba|arbeider|arbeidar|arbeidet|arbeidde)";
const LIVE = "(?:bor|bur|bodde|budde)";
/** Where all in the hall live tells nothing. */
const SOMEWHERE = "(?:i|på|ved) (?!(?:kommunen|byen|bygda|distriktet|fylket|landet|regionen|norge|noreg)(?!\\p{L}))\\p{L}+";
const GROUP = "gruppa|gruppen|opposisjonen|posisjonen|formannskapet|\\p{L}*(?:utvalget|utvalet|komiteen|komitéen)";
const HALL = "kommunestyret|bystyret|heradsstyret|formannskapet|salen|rådet|gruppa|gruppen|partiet|politikken";
const KIN =
  "mann|kone|samboer|sambuar|kjæreste|sønn|son|datter|dotter|barn|born|unger|ungar|mor|far|mamma|pappa|" +
  "foreldre|bror|søster|syster|bestemor|bestefar|gård|gard|bedrift|verksemd|firma|butikk|arbeidsplass|" +
  "arbeidsgiver|arbeidsgjevar|hytte|sjef|elever|elevar";
const THE_KIN =
  "mannen|kona|samboeren|sambuaren|kjæresten|sønnen|sonen|datteren|dattera|dottera|jenta|gutten|guten|" +
  "barna|borna|barnet|barnebarna|ungene|ungane|mora|faren|broren|søsteren|søstera|systera|bestemora|" +
  "bestefaren|gården|garden|gardsbruket|bedriften|bedrifta|verksemda|firmaet|butikken|hytta|" +
  "arbeidsplassen|arbeidsgiveren|arbeidsgjevaren|sjefen|elevene|elevane|tomta";

/** In the letters as they stand: «vi i Rødt» is not «vi i rødt». */
const IN_A_PARTY = words(
  `(?:[Vv]i|[Oo]ss|[Mm]e|[Jj]eg|[Ee]g|[Mm]eg) (?:i|frå|fra|på vegner? av) (?:${PARTY})`,
);

const PLAIN = [
  `(?:vi|oss|me|jeg|eg|meg) i (?:${GROUP})`,
  "(?:mitt|vårt) (?:eget |eige )?parti|partiet (?:mitt|vårt)|lista (?:mi|vår)|mi(?:n)? liste",
  "(?:min|mi|vår) \\p{L}*gruppe|\\p{L}*gruppa (?:mi|vår)|(?:mine )?partifell\\p{L}*(?: mine?)?",
  `(?:min|mi|mitt|mine) (?:egen |eigen |eget |eige |eldste |yngste )?(?:${KIN})`,
  `(?:${THE_KIN}) (?:min|mi|mitt|mine)`,
  `(?:${I} (?:er|var|har (?:selv |sjølv )?(?:vært|vore))|(?:er|var) ${I}) (?:selv |sjølv )?${A_ROLE}`,
  `(?:jeg|eg|meg) som ${A_ROLE}`,
  `(?:${I} ${WORK}|${WORK} ${I}|(?:vi|oss|me) som ${WORK}) (?:selv |sjølv )?(?:som|i|på|ved|hos|med) \\p{L}+`,
  `(?:${I} ${LIVE}|${LIVE} ${I}|(?:vi|oss|me) som ${LIVE}) ${SOMEWHERE}`,
  `(?:${I} (?:sitter|sit|satt|sat)|(?:sitter|sit) ${I}) (?:selv |sjølv )?i \\p{L}+|${I} (?:representerer|stiller for|stiller til)`,
  `(?:eneste|einaste|yngste?|eldste?) (?:\\p{L}+ ){0,3}(?:i|på) (?:${HALL})`,
  "i ei?genskap av",
].map(words);
