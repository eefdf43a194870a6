// What the list shows: how far it has come, on which question, of which sort, and with which words.
// Beside each choice stands how many there would be to see.
import { _ } from "../i18n";
import { focusSoon, LIST, useBench, useView } from "./bench";
import { counted, type Facet, questionsOf, STAGES } from "./list";
import { short, sortWords, stageWords } from "./told";

export function Filters() {
  const bench = useBench();
  const view = useView();
  const items = [...bench.items.value.values()];
  const filter = bench.filter.value;
  const stages = counted(items, filter, "stage");
  return (
    <section aria-labelledby="filters-title">
      <h2 id="filters-title" class="ds-heading" data-size="2xs">
        {_("Show")}
      </h2>
      <input
        id="search"
        type="search"
        class="ds-input"
        data-size="sm"
        aria-label={_("Search in the contributions")}
        placeholder={_("Search")}
        value={filter.words}
        onInput={(event) => bench.show({ words: event.currentTarget.value })}
        onKeyDown={(event) => {
          if (event.key !== "Escape" && event.key !== "Enter") return;
          if (event.key === "Escape") bench.show({ words: "" });
          event.preventDefault();
          focusSoon(LIST);
        }}
      />
      <ul class="choices">
        {STAGES.map((stage) => (
          <li key={stage}>
            <button
              type="button"
              aria-pressed={filter.stage === stage}
              onClick={() => bench.show({ stage })}
            >
              {stageWords(stage)} <b>{stages.get(stage) ?? 0}</b>
            </button>
          </li>
        ))}
      </ul>
      <Choice facet="question" name={_("Question")} of={questionsOf(items, view)} />
      <Choice
        facet="sort"
        name={_("Sort")}
        of={[...new Set(items.map(({ sort }) => sort))].sort().map((sort) => [sort, sortWords(sort)])}
      />
    </section>
  );
}

function Choice({ facet, name, of }: { facet: Facet & ("question" | "sort"); name: string; of: [string, string][] }) {
  const bench = useBench();
  const filter = bench.filter.value;
  if (of.length < 2 && !filter[facet]) return null;
  const counts = counted([...bench.items.value.values()], filter, facet);
  const all = [...counts.values()].reduce((sum, n) => sum + n, 0);
  return (
    <label class="choice">
      {name}
      <select
        class="ds-input"
        data-size="sm"
        value={filter[facet]}
        onChange={(event) => bench.show({ [facet]: event.currentTarget.value })}
      >
        <option value="">{_("All ({n})", { n: all })}</option>
        {of.map(([value, words]) => (
          <option key={value} value={value}>
            {short(words, 70)} ({counts.get(value) ?? 0})
          </option>
        ))}
      </select>
    </label>
  );
}
