// The workbench as a whole: themes and filters, the contributions, and beside them the one at hand or
// the statements.
import { useEffect, useState } from "preact/hooks";

import { _, ngettext } from "../i18n";
import type { WorkbenchView } from "../protocol";
import { refusalWords, troubleWords } from "../words";
import { acceptSurest } from "./acts";
import { type Bench, BenchContext, focusSoon, LIST, useBench, useView } from "./bench";
import { Beside } from "./Beside";
import { Press } from "./Bits";
import { Choose } from "./Choose";
import { Contributions } from "./Contributions";
import { Filters } from "./Filters";
import { Help } from "./Help";
import { EVERYTHING } from "./list";
import { Statements } from "./Statements";
import { surest } from "./suggest";
import { Themes } from "./Themes";
import { undoWords } from "./told";

export function Workbench({ bench }: { bench: Bench }) {
  const view = bench.session.view.value;
  return (
    <BenchContext.Provider value={bench}>
      <Connection />
      {view ? <Whole /> : <p class="wait turning">{_("One moment …")}</p>}
    </BenchContext.Provider>
  );
}

/** What stands between the screen and the disk. */
function Connection() {
  const { only, session } = useBench();
  const { status, refusal, view } = session;
  const trouble = status.value === "on" && view.value?.trouble;
  return (
    <div class="connection" role="alert">
      {status.value === "refused" && (
        <p id="away" class="ds-alert" data-color="danger">
          {refusal.value === "not_allowed" ? _("You are logged out.") : refusal.value && refusalWords(refusal.value)}{" "}
          <a class="ds-link" href={location.href}>{_("Open the page again")}</a>
        </p>
      )}
      {status.value === "away" && (
        <p id="away" class="ds-alert" data-color="danger">
          <strong>{_("No connection to the server.")}</strong>{" "}
          {_("What you have done is stored, and what you type stays here. This page connects again by itself; until then the buttons do nothing.")}
        </p>
      )}
      {only && status.value === "on" && <p id="away" class="ds-alert" data-color="info">{only}</p>}
      {trouble && <p class="ds-alert" data-color="danger">{troubleWords(trouble, "")}</p>}
    </div>
  );
}

function Whole() {
  const bench = useBench();
  const view = useView();
  const [pane, setPane] = useState<"one" | "statements">("one");
  const [help, setHelp] = useState(false);
  useEffect(() => {
    const undo = (event: KeyboardEvent) => {
      const typing = event.target instanceof Element && event.target.closest("input, textarea, select, dialog");
      if (typing || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.key !== "z") return;
      event.preventDefault();
      void bench.takeBack();
    };
    document.addEventListener("keydown", undo);
    return () => document.removeEventListener("keydown", undo);
  }, []);
  const open = {
    help: () => setHelp(true),
    statements: () => {
      setPane("statements");
      focusSoon("new-statement");
    },
  };
  const nothing = bench.items.value.size === 0;
  return (
    <>
      <Top view={view} help={open.help} />
      {!view.workshop.ended || nothing ? (
        <main class="wait">
          <p>
            {view.workshop.ended
              ? _("Nothing was said in this workshop that is to be accounted for.")
              : _("The workshop is not over yet. When it is ended in control, all that was said stands here.")}
          </p>
        </main>
      ) : (
        <main class="bench">
          <div class="side">
            <Filters />
            <Themes />
          </div>
          <section class="list" aria-labelledby="list-title">
            <ListHead />
            <Contributions open={open} />
          </section>
          <section class="beside" aria-label={_("Beside the list")}>
            <div class="row panes" role="group" aria-label={_("Beside the list")}>
              <Press own pressed={pane === "one"} onPress={() => setPane("one")}>{_("The contribution")}</Press>
              <Press own pressed={pane === "statements"} onPress={() => setPane("statements")}>
                {_("This is how we have understood you")} ({Object.keys(view.understood).length})
              </Press>
            </div>
            <div class="pane" tabIndex={0} role="region" aria-label={pane === "one" ? _("The contribution") : _("This is how we have understood you")}>
              {pane === "one" ? <Beside /> : <Statements />}
            </div>
          </section>
        </main>
      )}
      <Choose />
      {help && <Help leave={() => setHelp(false)} />}
    </>
  );
}

function Top({ view, help }: { view: WorkbenchView; help: () => void }) {
  const bench = useBench();
  const { workshop, left, undo } = view;
  const { links, filter, shown } = bench;
  const everyOpen = filter.value.stage === "left" && shown.value.length === left;
  return (
    <header class="top">
      <div>
        <p class="quiet">{_("Workbench")}</p>
        <h1 class="ds-heading" data-size="2xs">{workshop.title}</h1>
      </div>
      <p class="count" data-left={left > 0}>
        {workshop.ended && (left > 0
          ? ngettext("{n} contribution is not accounted for.", "{n} contributions are not accounted for.", left)
          : _("All is accounted for."))}{" "}
        {left > 0 && !everyOpen && (
          <Press
            own
            onPress={() => {
              bench.show({ ...EVERYTHING, stage: "left" });
              focusSoon(LIST);
            }}
          >
            {_("Show them")}
          </Press>
        )}
      </p>
      <Press keys="Ctrl+Z" variant="tertiary" disabled={undo.count === 0} onPress={() => void bench.takeBack()}>
        {undo.count > 0 ? _("Take back: {what} ({n})", { what: undoWords(undo), n: undo.entries }) : _("Nothing to take back")}
      </Press>
      <nav class="row" aria-label={_("Other pages")}>
        <a class="ds-link" href={links.staff}>{_("The workshop's page")}</a>
        <a class="ds-link" href={links.minutes}>{_("Minutes of the meeting")}</a>
        <a class="ds-link" href={links.reopening}>{_("To the next workshop")}</a>
        <Press own variant="tertiary" keys="?" onPress={help}>{_("Keys")}</Press>
      </nav>
    </header>
  );
}

/** How many are in the list, what happened last, and the sure half of the hints at a stroke. */
function ListHead() {
  const bench = useBench();
  const view = useView();
  const { shown, chosen, items, suggestions, said, wrong } = bench;
  const listed = shown.value.flatMap((id) => items.value.get(id) ?? []);
  const sure = surest(listed, suggestions.value).length;
  const n = listed.length;
  function choose() {
    chosen.value = new Set(chosen.value.size > 0 ? [] : shown.value);
    focusSoon(LIST);
  }
  return (
    <>
      <div class="row head">
        <h2 id="list-title" class="ds-heading" data-size="2xs">
          {ngettext("{n} contribution", "{n} contributions", n)}
        </h2>
        {chosen.value.size > 0 && <span>{ngettext("{n} chosen", "{n} chosen", chosen.value.size)}</span>}
        {n > 1 && (
          <Press own variant="tertiary" keys={chosen.value.size > 0 ? "Esc" : "Ctrl+A"} onPress={choose}>
            {chosen.value.size > 0 ? _("Choose none") : _("Choose all")}
          </Press>
        )}
        {sure > 0 && (
          <Press onPress={() => acceptSurest(bench)}>{_("Accept the surest ({n})", { n: sure })}</Press>
        )}
      </div>
      <p class="said" role="status">{said.value}</p>
      {view.left > 0 && view.left === items.value.size && (
        <p class="quiet">
          {_("Begin with the themes, then say what each theme was understood as. A contribution has its end when it bears on a statement, is the same as another, or is set aside with a reason: a theme alone is no end.")}
        </p>
      )}
      <div role="alert">
        {wrong.value && <p class="ds-alert" data-color="warning">{wrong.value}</p>}
      </div>
      {n === 0 && (
        <p class="empty">{view.left === 0
            ? _("All is accounted for.")
            : bench.filter.value.stage === "left" && !bench.filter.value.words
              ? _("Nothing remains here. What remains elsewhere is counted at the top.")
              : _("Nothing is to be seen with this choice.")}</p>
      )}
    </>
  );
}
