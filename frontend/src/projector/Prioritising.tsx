// The picture of the prioritising: the choices while it is open, the result when it is counted.
import { _, ngettext } from "../i18n";
import type { Choice, Prioritising as Prio, ProjectorView, Result as Outcome } from "../protocol";
import { wordsOf } from "../words";
import { Title } from "./Asking";
import { Fit } from "./Fit";
import { Clock } from "./Foot";

const ROWS = 8;

/** The choices shrink to where they can still be read; then they are cut: the tablets have them whole. */
const SMALLEST = 0.64;
const CROWD = 12;
const SMALLEST_IN_CROWD = 0.44;
const SMALLEST_OF_RESULT = 0.72;

export function Prioritising({ view }: { view: ProjectorView }) {
  const { prioritising, hall, now } = view;
  if (!prioritising) return <Title view={view} heading />;
  const { result, choices, dots } = prioritising;
  if (result) {
    return (
      <>
        <div class="line">
          <Title view={view} heading />
          <Took result={result} />
        </div>
        <Result prioritising={prioritising} rows={ROWS} />
      </>
    );
  }
  return (
    <>
      <div class="line">
        <Title view={view} heading />
        <p class="say">
          {hall.cast > hall.tablets
            ? ngettext("{n} has prioritised", "{n} have prioritised", hall.cast)
            : _("{n} of {tablets} tablets have prioritised", { n: hall.cast, tablets: hall.tablets })}
        </p>
        <Clock now={now} />
      </div>
      <Choices choices={choices} />
      <p class="say">{ngettext("{n} dot each", "{n} dots each", dots)}</p>
    </>
  );
}

function Choices({ choices }: { choices: Choice[] }) {
  const about = choices.map(wordsOf).join(" ");
  return (
    <Fit class="choices" about={about} smallest={choices.length > CROWD ? SMALLEST_IN_CROWD : SMALLEST}>
      <ol data-many={choices.length > 4} data-crowd={choices.length > CROWD}>
        {choices.map((choice, i) => (
          <li key={choice.id}>
            <span class="no">{i + 1}</span>
            <Words choice={choice} />
          </li>
        ))}
      </ol>
    </Fit>
  );
}

/** With the question, where the hall prioritises across several: every table has one on each. */
function Words({ choice }: { choice: Choice | undefined }) {
  return (
    <p class="text">
      {choice?.name && <strong>{choice.name}: </strong>}
      {choice && wordsOf(choice)}
      {choice?.about && <small> {choice.about}</small>}
    </p>
  );
}

/** Most first, as bars with numbers; or plain words where too few took part. */
export function Result({ prioritising, rows }: { prioritising: Prio; rows: number }) {
  const { choices, result } = prioritising;
  if (!result) return null;
  if (!result.shown) {
    return (
      <Fit class="asked" about={String(result.ballots)}>
        <h1>{_("Too few prioritised for a result to be shown.")}</h1>
        <p class="hint">
          {_("At least {threshold} are needed, so that nobody can be known by it.", {
            threshold: result.threshold,
          })}
        </p>
      </Fit>
    );
  }
  const found = new Map(choices.map((choice, i) => [choice.id, { choice, no: i + 1 }]));
  const most = Math.max(1, ...result.rows.map((row) => row.dots));
  const top = result.rows.slice(0, rows);
  const rest = result.rows.length - top.length;
  return (
    <>
      <Fit class="result" about={top.map((row) => `${row.id} ${row.dots}`).join()} smallest={SMALLEST_OF_RESULT}>
        <ol>
          {top.map(({ id, dots }) => (
            <li key={id}>
              <span class="no">{found.get(id)?.no}</span>
              <div>
                <Words choice={found.get(id)?.choice} />
                <div class="bar" style={{ width: `${(100 * dots) / most}%` }} />
              </div>
              <span class="dots">{dots}</span>
            </li>
          ))}
        </ol>
      </Fit>
      {rest > 0 && (
        <p class="say">
          {ngettext("{n} more choice on the tablets", "{n} more choices on the tablets", rest)}
        </p>
      )}
    </>
  );
}

function Took({ result }: { result: Outcome }) {
  if (!result.shown) return null;
  return <p class="say">{ngettext("{n} has prioritised", "{n} have prioritised", result.ballots)}</p>;
}
