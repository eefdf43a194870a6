// The tablet's whole screen: the line on top, and what the step of the moment asks for.
import { _, language } from "../i18n";
import type { Now } from "../protocol";
import { CodePage } from "./CodePage";
import { Header } from "./Header";
import { Fetched } from "./later";
import { Leftovers } from "./Leftovers";
import { Mine, Wiped } from "./Mine";
import { Before, End, Intro, Pause } from "./Rest";
import { Rules } from "./Rules";
import { type Tablet, TabletContext, useTablet } from "./tablet";
import { Write } from "./Write";

export function Screen({ tablet, code }: { tablet: Tablet; code: string }) {
  const { memory, parts, session } = tablet;
  if (memory.forgotten.value) return <Wiped />;
  if (session.status.value === "refused") {
    return <CodePage refusal={session.refusal.value} code={memory.device.value.table || code} />;
  }
  const now = parts.now.value;
  // Where words that were left over can still be put to use, they come first.
  const useful = now?.kind === "write" || now?.kind === "talk";
  return (
    <TabletContext.Provider value={tablet}>
      <Header />
      <main class="page">
        <Unread />
        <NotStoring />
        {useful && <Leftovers now={now} />}
        {parts.workshop.value === null ? (
          <p class="rest turning">{_("One moment …")}</p>
        ) : (
          <Step now={now} />
        )}
        {!useful && <Leftovers now={now} />}
        {!memory.lasting.value && (
          <p class="faint">
            {_("This browser cannot keep your words if the page is closed. Leave it open.")}
          </p>
        )}
      </main>
    </TabletContext.Provider>
  );
}

function Unread() {
  if (language.value !== "se") return null;
  return (
    <p class="faint">
      {_("The Northern Sámi on this page is translated by machine, and nobody has read it over. The Norwegian text counts.")}
    </p>
  );
}

/** Nobody at a table can mend it, and nothing is lost: calm words, and no more. */
function NotStoring() {
  const { parts, session } = useTablet();
  const troubled = session.status.value === "on" && Boolean(parts.trouble.value);
  return (
    <div role="status" class="told">
      {troubled && (
        <p class="ds-alert" data-color="info">
          {_("The server cannot store just now. What you write lies safe on this tablet, and is sent when it can.")}
        </p>
      )}
    </div>
  );
}

function Step({ now }: { now: Now | null }) {
  const { looking, memory, parking, parts } = useTablet();
  if (looking.value) return <Mine />;
  if (parking.value && now) return <Fetched name="Parking" now={now} />;
  if (parts.workshop.value?.ended) return <End step="ended" />;
  if (now?.kind === "round") return <Fetched name="Round" now={now} />;
  if (parts.table.value?.disbanded) return <Fetched name="Disbanded" now={now} />;
  if (now === null) return <Before />;
  switch (now.kind) {
    case "intro":
      return <Intro now={now} />;
    case "pause":
      return <Pause now={now} />;
    case "end":
      return <End step={now.id} />;
  }
  if (now.kind === "rules" || !memory.device.value.accepted) return <Rules step={now.id} />;
  switch (now.kind) {
    case "evaluate":
      return <Fetched name="Evaluate" now={now} />;
    case "knowledge":
      return <Fetched name="Knowledge" now={now} />;
    case "plenary":
      return <Fetched name="Plenary" now={now} />;
    case "prioritise":
      return <Fetched name="Prioritise" now={now} />;
    case "verify":
      return <Fetched name="Verify" now={now} />;
    default:
      if (now.question === null) return <Pause now={now} />;
      return now.kind === "write" ? (
        <Write now={now} question={now.question} />
      ) : (
        <Fetched name="Talk" now={now} />
      );
  }
}
