// When the answers are closed: how many gave each, what they would correct, and what tables propose.
import { _, ngettext } from "../../i18n";
import { took } from "../../methods";
import type { Corrected, Reread, Said as Proposal, Verification } from "../../protocol";
import { Answers, correctionsOn, rewordingsOn, WHOLE } from "../../verification";
import { tooFewWords, wordsOf } from "../../words";
import { Said } from "../Statement";
import { useTablet } from "../tablet";
import { Behind, Statement } from "./Statement";

interface Props {
  verification: Verification;
  statements: Reread[];
}

export function Came({ verification: { ballots, result, shown, threshold }, statements }: Props) {
  const { corrections, rewordings } = useTablet().parts;
  const corrected = (about: string) => correctionsOn(corrections.value ?? {}, about);
  const whole = corrected(WHOLE);
  return (
    <>
      {result === null ? (
        <p class="ds-alert">{_("It is closed now.")}</p>
      ) : shown ? (
        <p>{took("scale", ballots)}</p>
      ) : (
        <p class="ds-alert" data-color="info">
          {_("Too few answered for a result to be shown.")}{" "}
          {_("At least {threshold} are needed, so that nobody can be known by it.", { threshold })}
        </p>
      )}
      {statements.map((one) => {
        const grades = result?.find(({ id }) => id === one.id)?.grades ?? [];
        return (
          <article key={one.id} class="ds-card stack statement" aria-labelledby={`understood-${one.id}`}>
            <Statement one={one} of={statements.length} />
            {result && shown && (grades.length > 0 ? <Answers given={grades} /> : <p class="faint">{tooFewWords()}</p>)}
            <Listed all={corrected(one.id)} />
            <Proposals all={rewordingsOn(rewordings.value ?? {}, one.id)} />
            <div>
              <Behind of={one.behind} />
            </div>
          </article>
        );
      })}
      {whole.length > 0 && (
        <section class="ds-card stack" aria-labelledby="whole">
          <h2 class="ds-heading" data-size="xs" id="whole">
            {_("What is not in any of them")}
          </h2>
          <Listed all={whole} />
        </section>
      )}
    </>
  );
}

function Listed({ all }: { all: Corrected[] }) {
  if (all.length === 0) return null;
  return (
    <div>
      <h3 class="ds-heading" data-size="2xs">
        {ngettext("{n} correction", "{n} corrections", all.length)}
      </h3>
      <ul class="behind">
        {all.map((one) => (
          <li key={one.id} class={one.hidden ? "faint" : "words"}>
            {wordsOf(one)}
          </li>
        ))}
      </ul>
    </div>
  );
}

function Proposals({ all }: { all: Proposal[] }) {
  if (all.length === 0) return null;
  return (
    <div>
      <h3 class="ds-heading" data-size="2xs">
        {ngettext("{n} proposal from the tables", "{n} proposals from the tables", all.length)}
      </h3>
      <ul class="behind">
        {all.map((said) => (
          <li key={said.table}>
            <strong>{said.name}</strong>
            <Said said={said} />
          </li>
        ))}
      </ul>
    </div>
  );
}
