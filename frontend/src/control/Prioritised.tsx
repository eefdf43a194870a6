// The prioritising: how many have done it, what it came to, and the picture of how influence was spent.
import { Grades } from "../Grades";
import { _, ngettext } from "../i18n";
import { Lists, numbersOf } from "../Lists";
import { amount, methodName, took, tookSoFar } from "../methods";
import type { ControlView, Prioritising, Result } from "../protocol";
import { wordsOf } from "../words";
import { Pointing } from "./Pointing";

export function Prioritised({ view }: { view: ControlView }) {
  const { prioritising, hall } = view;
  if (!prioritising) return null;
  const { choices, method, result } = prioritising;
  return (
    <section aria-labelledby="prioritising-title">
      <h2 id="prioritising-title" class="ds-heading" data-size="xs">
        {_("Prioritising")}
      </h2>
      {result === null ? (
        <>
          <p class="large">{tookSoFar(method, hall)}</p>
          <p class="quiet">
            {ngettext("{n} choice", "{n} choices", choices.length)} · {methodName(method)}
            {" · "}
            {_("the result comes when the prioritising is closed")}
          </p>
        </>
      ) : result.shown ? (
        <>
          <p class="quiet">{took(method, result.ballots)}</p>
          {method === "scale" ? (
            <Grades prioritising={prioritising} />
          ) : (
            <>
              {view.now?.kind === "prioritise" && <Places prioritising={prioritising} result={result} />}
              <Lists prioritising={prioritising} />
              <Rows prioritising={prioritising} result={result} />
            </>
          )}
        </>
      ) : (
        <p>
          {_("Only {n} prioritised. A result is shown from {threshold}, so that nobody can be known by it.", {
            n: result.ballots,
            threshold: result.threshold,
          })}
        </p>
      )}
    </section>
  );
}

interface Props {
  prioritising: Prioritising;
  result: Result;
}

/** Forward and back on the projector: both lists, each place, and who has nothing. */
function Places({ prioritising: { choices, pointed, step }, result }: Props) {
  const listed = result.equal_shares?.choices ?? [];
  if (listed.length === 0) return null;
  const last = listed.length + 1;

  function where(): string {
    if (pointed === 0) return _("The projector shows both lists.");
    if (pointed === last) return _("The projector shows who has nothing on the list.");
    const id = listed[pointed - 1] ?? "";
    const choice = choices.find((one) => one.id === id);
    const name = choice && (choice.name || wordsOf(choice));
    const no = numbersOf(result).get(id) ?? 0;
    return _("The projector shows place {n} of {all}: {no}. {name}", {
      ...{ n: pointed, all: result.places, no, name: name ?? "" },
    });
  }

  const on = pointed === 0 ? _("Show place 1") : pointed >= listed.length ? _("Who has nothing") : _("Next place");
  return (
    <Pointing
      title={_("How influence was spent, place by place")}
      words={{ back: _("The place before"), on, all: _("Show both lists") }}
      {...{ step, pointed, last }}
      where={where()}
    />
  );
}

function Rows({ prioritising: { choices, method }, result }: Props) {
  const found = new Map(choices.map((choice) => [choice.id, choice]));
  return (
    <>
      <h3 class="ds-heading" data-size="2xs">
        {method === "points" ? _("All the points") : _("All the dots")}
      </h3>
      <ol class="result">
        {result.rows.map(({ id, dots }, i) => {
          const choice = found.get(id);
          return (
            <li key={id}>
              <strong class="dots">{amount(method, dots)}</strong>
              <span>
                {`${i + 1}. `}
                {choice?.name && <strong>{choice.name}: </strong>}
                {choice && wordsOf(choice)}
              </span>
            </li>
          );
        })}
      </ol>
    </>
  );
}
