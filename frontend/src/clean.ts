// Words as the server stores them: app/core/words.py, in the browser. A device can only know its own
// note again if both come to the same characters; vectors.json holds them both to that.

// Control characters except newline and tab, and the marks that hide or turn the text around them.
const UNWANTED =
  /[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g;
const SPACES = /[ \t\u00a0\u2000-\u200a\u202f\u205f\u3000]+/g;
const NEWLINES = /\r\n?|[\x0b\x0c\u2028\u2029\x85]/g;
const LONE_SURROGATES = /[\ud800-\udfff]/gu;
const VISIBLE = /[^\p{C}\p{Z}]/u;

/** The same words with steady spaces and newlines (NFC), and nothing that hides or reorders. */
export function clean(text: string): string {
  const steady = text
    .replace(NEWLINES, "\n")
    .replace(LONE_SURROGATES, "?")
    .replace(UNWANTED, "")
    .normalize("NFC");
  const lines = steady.split("\n").map((line) => line.replace(SPACES, " ").trim());
  const kept = lines.join("\n").replace(/\n{3,}/g, "\n\n").trim();
  return VISIBLE.test(kept) ? kept : "";
}
