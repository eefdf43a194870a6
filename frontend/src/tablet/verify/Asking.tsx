// While answers are given: one statement at a time, the way to the others, and what fits none.
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";

import { _ } from "../../i18n";
import type { Reread, Verification } from "../../protocol";
import { answerNames, WHOLE } from "../../verification";
import { Answered } from "../Answered";
import { useBallot } from "../Ballot";
import { Small } from "../Bits";
import { box, correctionOf } from "../memory";
import { useTablet } from "../tablet";
import { Corrections } from "./Corrections";
import { Rewording } from "./Rewording";
import { Shape } from "./Shape";
import { Behind, Statement } from "./Statement";

interface Props {
  verification: Verification;
  statements: Reread[];
}

export function Asking({ verification: { step, pointed }, statements }: Props) {
  const { memory } = useTablet();
  const { marks, change } = useBallot(step);
  const drafted = ({ id }: Reread) => memory.draft(box.alone(correctionOf(id))).trim() !== "";
  const begin = statements.find(drafted) ?? statements.find(({ id }) => !(id in marks));
  const at = useSignal(begin?.id ?? "");
  const one = statements.find(({ id }) => id === at.value) ?? statements[0];
  const place = useRef<HTMLElement>(null);
  const moved = useRef(false);
  useEffect(() => {
    if (moved.current) place.current?.querySelector("h2")?.focus();
    moved.current = false;
  }, [at.value]);
  if (one === undefined) return null;

  function go(to: Reread | undefined): void {
    if (to === undefined || to === one) return;
    moved.current = true;
    at.value = to.id;
  }

  const [before, next] = [statements[one.no - 2], statements[one.no]];
  return (
    <>
      <nav class="way" aria-label={_("The statements")}>
        {statements.map((each) => (
          <button
            key={each.id}
            type="button"
            class="ds-button"
            data-variant={each === one ? "primary" : "secondary"}
            aria-current={each === one ? "step" : undefined}
            aria-label={wayWords(each.no, marks[each.id], drafted(each))}
            onClick={() => go(each)}
          >
            {each.no}
            {drafted(each) ? <Shape name="draft" /> : marks[each.id] && <Shape name={marks[each.id]} />}
          </button>
        ))}
      </nav>
      {pointed > 0 && pointed !== one.no && (
        <p class="row">
          {_("Number {n} is on the wall just now.", { n: pointed })}
          <Small onClick={() => go(statements[pointed - 1])}>{_("Go to it")}</Small>
        </p>
      )}
      <article key={one.id} ref={place} class="ds-card stack shown" aria-labelledby={`understood-${one.id}`}>
        <Statement one={one} of={statements.length} />
        <Answering one={one} given={marks[one.id] ?? 0} give={(mark) => change(one.id, mark)} />
        <Corrections
          about={one.id}
          label={_("What should it have said?")}
          atOnce={(marks[one.id] ?? 0) > 1}
        />
        <div>
          <Behind of={one.behind} />
          <Rewording one={one} />
        </div>
        <div class="row">
          {before && (
            <button type="button" class="ds-button" data-variant="secondary" onClick={() => go(before)}>
              {_("The one before")}
            </button>
          )}
          {next && (
            <button type="button" class="ds-button" onClick={() => go(next)}>
              {_("Next statement")}
            </button>
          )}
        </div>
      </article>
      <Corrections
        about={WHOLE}
        label={_("What did you say that is not here?")}
        opener={_("Something we said is not here")}
      />
      <Answered step={step} of={statements.length} />
    </>
  );
}

/** What a number on the way stands for, to whoever cannot see its shape. */
function wayWords(no: number, mark: number | undefined, drafted: boolean): string {
  const how = drafted ? _("words not sent") : mark ? (answerNames()[mark - 1] ?? "") : _("not answered");
  return _("Number {n}: {how}", { n: no, how });
}

interface AnsweringProps {
  one: Reread;
  given: number;
  give: (mark: number) => void;
}

function Answering({ one, given, give }: AnsweringProps) {
  const first = useRef<HTMLInputElement>(null);
  return (
    <fieldset class="answering">
      <legend>{_("Is this what you meant?")}</legend>
      <div>
        {answerNames().map((name, i) => (
          <label key={name}>
            <input
              ref={i === 0 ? first : null}
              type="radio"
              class="ds-input"
              name={`answer-${one.id}`}
              checked={given === i + 1}
              onChange={() => give(i + 1)}
            />
            <Shape name={i + 1} />
            <span>{name}</span>
          </label>
        ))}
      </div>
      {given > 0 && (
        <Small
          onClick={() => {
            give(0);
            first.current?.focus();
          }}
        >
          {_("Take the answer back")}
        </Small>
      )}
    </fieldset>
  );
}
