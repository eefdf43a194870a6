// The contribution that the keys are at, whole: what it says, where it has got to, what may be done
// with it, and what the machine hints at.
import { _, ngettext } from "../i18n";
import type { Bearing } from "../protocol";
import { accept, free, link, put, same } from "./acts";
import { type Choosing, useBench, useView } from "./bench";
import { Press, Sure } from "./Bits";
import { linked } from "./edits";
import type { Item } from "./list";
import { paired } from "./suggest";
import { BEARINGS, bearingWords, endWords, kindOf, short, textOf, whyWords } from "./told";

export function Beside() {
  const bench = useBench();
  const item = bench.items.value.get(bench.at.value);
  const many = bench.hand.value.length;
  if (!item) return <p class="quiet">{_("Nothing is to be seen with this choice.")}</p>;
  if (bench.chosen.value.size > 1) {
    return (
      <>
        <h3 class="ds-heading" data-size="2xs">
          {ngettext("{n} contribution is chosen", "{n} contributions are chosen", many)}
        </h3>
        <Acts item={null} />
      </>
    );
  }
  return (
    <>
      <p class="quiet">
        {kindOf(item)} · {item.about}
      </p>
      <p class="words whole-words">{textOf(item)}</p>
      {item.dissent && (
        <p class="words">
          <strong>{_("Dissent")}:</strong> {item.dissent}
        </p>
      )}
      {!item.hidden && (
        <>
          <Stands item={item} />
          <Acts item={item} />
          <Likely item={item} />
          <Alike item={item} />
        </>
      )}
    </>
  );
}

/** Where it has got to, with the way back from each end. */
function Stands({ item }: { item: Item }) {
  const bench = useBench();
  const view = useView();
  const { end } = item;
  const into = end.into ? bench.items.value.get(end.into) : undefined;
  return (
    <div class="stands">
      <p>
        <strong>{view.themes[end.theme ?? ""]?.name ?? _("In no theme")}</strong> · {endWords(view, end)}
      </p>
      {Object.entries(end.links).map(([id, how]) => (
        <div key={id} class="link">
          <p class="words">{short(view.understood[id]?.text ?? "", 120)}</p>
          <div class="row" role="group" aria-label={_("How it bears on the statement")}>
            {BEARINGS.map((each) => (
              <Press key={each} pressed={each === how} onPress={() => void bear(id, each)}>
                {bearingWords(each)}
              </Press>
            ))}
            <Press variant="tertiary" onPress={() => void bear(id, null)}>
              {_("Take away")}
            </Press>
          </div>
        </div>
      ))}
      {into && <p class="words">{_("It says the same as «{other}».", { other: short(textOf(into), 120) })}</p>}
      {end.why && (
        <p class="words">
          {whyWords(end.why)}
          {end.words && `: ${end.words}`}
        </p>
      )}
    </div>
  );

  function bear(statement: string, how: Bearing | null): Promise<boolean> {
    const told = how ? _("It {bears} the statement.", { bears: bearingWords(how) }) : _("It bears on the statement no more.");
    return bench.act((now) => linked(now, [item.id], statement, how), told);
  }
}

/** What may be done with what is at hand, each with its key. `item`: none where they are many. */
function Acts({ item }: { item: Item | null }) {
  const bench = useBench();
  const to = (choosing: Choosing) => () => {
    bench.choosing.value = choosing;
  };
  const ended = item === null || item.end.fate !== "open";
  return (
    <div class="row acts">
      <Press keys="f" onPress={to("theme")}>{_("Move to …")}</Press>
      <Press keys="s" onPress={to("supports")}>{_("Supports …")}</Press>
      <Press keys="m" onPress={to("contradicts")}>{_("Contradicts …")}</Press>
      <Press keys="n" onPress={to("nuances")}>{_("Nuances …")}</Press>
      <Press keys="l" onPress={to("same")}>{_("Is the same as …")}</Press>
      <Press keys="x" onPress={to("aside")}>{_("Set aside …")}</Press>
      {ended && <Press keys="r" variant="tertiary" onPress={() => free(bench)}>{_("Take its end away")}</Press>}
    </div>
  );
}

function Likely({ item }: { item: Item }) {
  const bench = useBench();
  const view = useView();
  const { themes, sure } = bench.suggestions.value;
  const likely = (themes[item.id] ?? []).filter(([id]) => view.themes[id]);
  if (item.end.theme !== null || likely.length === 0) return null;
  return (
    <div>
      <h3 class="ds-heading" data-size="2xs">{_("May belong in")}</h3>
      <ul class="hints">
        {likely.map(([id, confidence], i) => (
          <li key={id}>
            <Press
              {...(i === 0 ? { keys: "g" } : {})}
              onPress={() => (i === 0 ? accept(bench) : void put(bench, id))}
            >
              {view.themes[id]?.name}
            </Press>
            <Sure confidence={confidence} sure={sure} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function Alike({ item: { id } }: { item: Item }) {
  const { near, opposites, alike } = useBench().suggestions.value;
  const nearly = paired(near, id);
  const others = (alike[id] ?? []).map(([other]) => other).filter((other) => !nearly.includes(other));
  return (
    <>
      <Others name={_("Nearly the same")} ids={nearly} merge />
      <Others name={_("Seems to say the opposite")} ids={paired(opposites, id)} />
      <Others name={_("Resembles")} ids={others} merge />
    </>
  );
}

function Others({ name, ids, merge = false }: { name: string; ids: string[]; merge?: boolean }) {
  const bench = useBench();
  const view = useView();
  const found = ids.flatMap((id) => bench.items.value.get(id) ?? []).filter(({ hidden }) => !hidden);
  if (found.length === 0) return null;
  return (
    <div>
      <h3 class="ds-heading" data-size="2xs">{name}</h3>
      <ul class="others">
        {found.map((other) => (
          <li key={other.id}>
            <button type="button" class="words go" onClick={() => bench.goTo(other.id)}>
              {short(other.text, 140)}
            </button>
            <p class="quiet row">
              {endWords(view, other.end)}
              {merge && (
                <Press
                  variant="tertiary"
                  label={_("the same as this: {words}", { words: short(other.text, 40) })}
                  onPress={() => same(bench, other.id)}
                >
                  {_("the same as this")}
                </Press>
              )}
              {merge && Object.entries(other.end.links).slice(0, 1).map(([statement, how]) => (
                <Press key={statement} variant="tertiary" onPress={() => void link(bench, statement, how)}>
                  {_("likewise")}
                </Press>
              ))}
            </p>
          </li>
        ))}
      </ul>
    </div>
  );
}
