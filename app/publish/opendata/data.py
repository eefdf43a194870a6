"""Minutes for programs: the frozen tree itself, with the name of its schema.

`minutes` is `core.minutes.Minutes`, field for field. What checking it needs:

- `minutes.cases[].notes[]`: `id` (32 hexadecimal digits), `text`, `fingerprint` – the SHA-256 of
  "tannhjul-note", id and text in UTF-8 with a zero byte between –, and `hidden`, null or why:
  "name", "insult" or "personal_data". A hidden note has its fingerprint, but not its id. It has no
  text where all its words are hidden; else "█████" stands for each run of words that are. `basis`
  is the provision, left out where none was given.
- `minutes.cases[].statements[]`: what the tables said, without fingerprints. `hidden` and `basis`
  are as a note's, left out where nothing is hidden; `dissent_hidden` and `dissent_basis` are those
  of the dissent. In `common.cuts[]` stands which versions of the wording have such words.
- `minutes.knowledge[].words[]`: the words of reactions to the knowledge base, the same way.
- `minutes.cases[].statements[].arguments[]`: arguments under the statement, the same way, each
  with `side`, "for" or "against"; where it is `laid`, it is one of the notes on the question, and
  is counted there. `minutes.cases[].common` is the wording in common: `versions`, of which the last
  one stands, `tables`, how many were asked, `answers` and `arguments`.
- `minutes.cases[].unhandled`: true where the hall never came to the question; else left out.
- `minutes.parked[]`: what was laid aside, the same way, and as `settled` what was said of it.
- `minutes.reactions[]`: the fingerprints of all other reactions: those without words (`text` is
  then empty), and those to statements that too few reacted to, of which nothing else is told.
- `minutes.evaluation`: where the municipality wants it in the minutes; `measures[].grades` is how
  many gave each grade from 1 to 5, empty where too few graded it, and `lines[]` what was written,
  the same way.
- `minutes.lines[]`: the fingerprints of the evaluation's lines that are not told.
- `minutes.floor`: how the word was shared in the plenary, where it was kept count of: it was with
  `heard` of `tables` tables, for `minutes` in all, `longest` with the one that had it the longest.
- `minutes.prioritisations[]`: where there are lists, `most_dots` and `equal_shares`
  (`core/shares.py`) have the numbers of the rows on them, from 1; `uncovered` is how many have none
  of their dots there, null where they are some but fewer than `threshold`. `method` is "points",
  and `dots` are points; or "scale", and `rows[].graded` is how many gave each grade from 1 to 5;
  or left out, for dots. `rows[].common`: the wording in common.
- `minutes.verification`: where statements of an earlier workshop were laid before the hall again:
  `source` is that workshop's code, and `statements[]` are as the hall met them. `answers` is how
  many said understood, partly, wrong, and that something lacks, empty where too few answered;
  `corrections[]`, and those that fit none of them in `verification.corrections[]`, are the same way
  as notes; `proposals[]` are the tables' other wordings, and `behind[]` what lay behind,
  with `hidden`, and without those words, as notes.
- `minutes.synthesis`: what the administration understood. `statements[]` have an `id` that they
  keep from workshop to workshop, and `links[]` to what bears on them: `bearing` is "supports",
  "contradicts" or "nuances". `ends[]` has every contribution once: `fate` is "used", and in which
  `statements`; "merged", and `into` which; "aside", with `why` ("unclear", "elsewhere" or
  "nothing_new") and `words`; or "hidden". A `ref` is a fingerprint; or, of what a table said, the
  number of the case or the id of the reopened statement, a slash, and the name of the table.
- `minutes.details.recording_answer`: what the chair answered to a request to record: "allowed", or
  "refused", and then `recording_disturbance` tells why.
- `minutes.wording`: the municipality's own words for lines of the minutes, by key; what stands in
  braces is filled in, and a line that is empty is left out. All other lines are ours.
- `minutes.crest`: the municipality's mark: the beginning of the SHA-256 of the picture, as PNG.
- `minutes.notes_root`: the Merkle root of all fingerprints, sorted (RFC 6962, section 2.1).
- `digest`: the SHA-256 of `minutes` written with sorted keys and no spaces.
"""

import json

from app.core.frozen import digest, to_json
from app.core.minutes import Minutes
from app.publish.issue import Issue
from app.publish.phrases.times import iso

SCHEMA = "tannhjul-minutes-1"


def document(minutes: Minutes, issue: Issue | None = None) -> bytes:
    """JSON in UTF-8: schema, version, published (ISO 8601, UTC), digest, minutes.

    A draft, without an `issue`, has no version and was not published.
    """
    content = {
        "schema": SCHEMA,
        "version": issue.version if issue else None,
        "published": iso(issue.at) if issue else None,
        "digest": issue.digest if issue else digest(minutes),
        "minutes": json.loads(to_json(minutes)),
    }
    return json.dumps(content, ensure_ascii=False).encode()
