// Words that were not sent before the hall moved on. They lie here until their writer has decided.
import { _ } from "../i18n";
import type { Now } from "../protocol";
import { CopyButton, Small } from "./Bits";
import { box, correctionOf, LINE, type OwnNote } from "./memory";
import { type Tablet, useTablet } from "./tablet";

export function Leftovers({ now }: { now: Now | null }) {
  const tablet = useTablet();
  const { memory, outbox } = tablet;
  const inView = boxesInView(tablet, now);
  const left = Object.entries(memory.drafts.value).filter(
    ([name, text]) => text.trim() && !inView.has(name),
  );
  if (left.length === 0) return null;
  return (
    <section class="stack leftovers" aria-labelledby="leftovers">
      <h2 class="ds-heading" data-size="xs" id="leftovers">
        {_("Not sent – still here")}
      </h2>
      {left.map(([name, text]) => (
        <article class="ds-card note" key={name}>
          <p class="words">{text}</p>
          <div class="row">
            <Further name={name} text={text} now={now} />
            {name.startsWith(box.alone("")) && (
              <Small onClick={() => outbox.write(name, name.slice(box.alone("").length), "here")}>
                {_("Keep as my own note")}
              </Small>
            )}
            <CopyButton text={text} />
            <Small onClick={() => memory.type(name, "")}>{_("Delete")}</Small>
          </div>
        </article>
      ))}
    </section>
  );
}

const PARKINGS = ["chair", "elsewhere"];

/** The boxes that the step of the moment shows: what stands there is not left over. */
function boxesInView({ memory, parking, parts, pen }: Tablet, now: Now | null): Set<string> {
  const words = pen.words.value;
  const boxes = new Set<string>();
  if (parking.value) for (const kind of PARKINGS) boxes.add(box.alone(`parking.${kind}`));
  if (words !== null && now?.open) boxes.add(box.statement(words.question)).add(box.dissent(words.question));
  if (now?.kind === "knowledge" && now.open) {
    for (const note of memory.own.value) if (note.about) boxes.add(box.edit(note.id));
  }
  if (now?.kind === "evaluate" && now.open) {
    boxes.add(box.alone(LINE));
    for (const note of memory.inOrder.value) if (note.question === LINE) boxes.add(box.edit(note.id));
  }
  if (now?.kind === "verify" && now.open) {
    for (const id of ["whole", ...Object.keys(parts.reopened.value ?? {})]) {
      boxes.add(box.alone(correctionOf(id)));
    }
    for (const note of memory.inOrder.value) {
      if (note.question.endsWith(correctionOf(""))) boxes.add(box.edit(note.id));
    }
  }
  if (now === null || now.question === null) return boxes;
  const { id } = now.question;
  if (now.kind === "write") boxes.add(box.alone(id));
  if (now.kind === "talk") boxes.add(box.shared(id));
  if (now.kind === "plenary" && now.open) {
    const heard = Object.values(parts.statements.value ?? {}).filter(({ text }) => text);
    const abouts = [`${id}.common`, ...heard.map(({ table }) => `${id}.${table}`)];
    for (const about of abouts) boxes.add(box.alone(`${about}.for`)).add(box.alone(`${about}.against`));
    if (pen.mine.value && parts.common.value?.version) boxes.add(box.stand(id));
    for (const note of memory.inOrder.value) {
      if (note.question.startsWith(`${id}.`)) boxes.add(box.edit(note.id));
    }
  }
  const edited = (note: OwnNote) => note.question === id && note.shared === (now.kind === "talk");
  if (now.open || now.grace_until > 0) {
    for (const note of memory.inOrder.value) if (edited(note)) boxes.add(box.edit(note.id));
  }
  return boxes;
}

interface FurtherProps {
  name: string;
  text: string;
  now: Now | null;
}

/** How the words can still be of use in table talk: under the pen, or openly at the table. */
function Further({ name, text, now }: FurtherProps) {
  const { memory, pen } = useTablet();
  const words = pen.words.value;
  const question = now?.question?.id ?? "";
  const after = (old: string) => (old.trim() ? `${old}\n${text}` : text);
  if (now?.kind !== "talk" || !now.open) return null;
  if (name === box.alone(question)) {
    const open = box.shared(question);
    return (
      <Small
        onClick={() => {
          memory.type(open, after(memory.draft(open)));
          memory.type(name, "");
        }}
      >
        {_("Say it openly at the table")}
      </Small>
    );
  }
  if (words === null || ![box.lost(question), box.lostDissent(question)].includes(name)) return null;
  return (
    <Small
      onClick={() => {
        memory.type(name, "");
        if (name === box.lost(question)) pen.type({ text: after(words.text) });
        else pen.type({ dissent: after(words.dissent) });
      }}
    >
      {_("Put it into the answer")}
    </Small>
  );
}
