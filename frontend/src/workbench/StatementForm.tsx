// A statement being worded. What another editor words meanwhile is shown beside it, never over it.
import { _ } from "../i18n";
import type { Understood } from "../protocol";
import { focusSoon, useBench, useView } from "./bench";
import { Press } from "./Bits";
import { drop, keep, overtaken } from "./drafts";
import { inOrder, worded, wordsOf } from "./edits";

export function StatementForm({ id }: { id: string }) {
  const bench = useBench();
  const view = useView();
  const draft = bench.drafts.value[id];
  if (!draft) return null;
  const { next } = draft;
  const known = view.understood[id];
  const now = known ? wordsOf(known) : null;
  const late = overtaken(draft, now);
  const change = (part: Partial<Understood>) => keep(bench.drafts, id, { ...draft, next: { ...next, ...part } });

  function close(to: string) {
    drop(bench.drafts, id);
    focusSoon(to);
  }

  const leave = () => close(known ? `edit-${id}` : "new-statement");

  async function save(event: Event) {
    event.preventDefault();
    if (late || !bench.able.value) return;
    const made = { ...next, place: now?.place ?? next.place };
    if (await bench.act(() => [worded(id, now, made)], _("The statement is stored."))) close(`statement-${id}`);
  }

  return (
    <form class="form" onSubmit={(event) => void save(event)} onKeyDown={(event) => event.ctrlKey && event.key === "Enter" && void save(event)}>
      {late && (
        <div class="ds-alert" data-color="warning" role="alert">
          <p>{now ? _("Another editor has changed it meanwhile. Now it says:") : _("Another editor has dropped it meanwhile.")}</p>
          {now && <p class="words">{now.text}</p>}
          <div class="row">
            <Press own onPress={() => keep(bench.drafts, id, { ...draft, seen: now })}>{_("Go on with my words")}</Press>
            <Press own variant="tertiary" onPress={leave}>{_("Keep what stands")}</Press>
          </div>
        </div>
      )}
      <label>
        {_("This is how we have understood you")}
        <textarea
          id={`text-${id}`}
          class="ds-input"
          rows={4}
          maxLength={4000}
          required
          value={next.text}
          onInput={(event) => change({ text: event.currentTarget.value })}
        />
      </label>
      <label>
        {_("Theme")}
        <select
          class="ds-input"
          data-size="sm"
          value={next.theme ?? ""}
          onChange={(event) => change({ theme: event.currentTarget.value || null })}
        >
          <option value="">{_("no theme")}</option>
          {inOrder(view.themes).map(({ id: key, name }) => (
            <option key={key} value={key}>{name}</option>
          ))}
        </select>
      </label>
      <label>
        <input
          type="checkbox"
          checked={next.minority}
          onChange={(event) => change({ minority: event.currentTarget.checked })}
        />{" "}
        {_("The view of the few")}
      </label>
      <label>
        {_("Professional remark, beside the statement")}
        <textarea class="ds-input" rows={2} value={next.remark} onInput={(event) => change({ remark: event.currentTarget.value })} />
      </label>
      <label>
        {_("At odds with an adopted plan: which, and how")}
        <textarea class="ds-input" rows={2} value={next.conflict} onInput={(event) => change({ conflict: event.currentTarget.value })} />
      </label>
      <div class="row">
        <button type="submit" class="ds-button" data-size="sm" aria-disabled={late || !bench.able.value}>
          {_("Save")}
        </button>
        <Press own variant="tertiary" onPress={leave}>{_("Cancel")}</Press>
      </div>
    </form>
  );
}
