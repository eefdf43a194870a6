// The councillor's tablet: the page carries its table's code, the device remembers the rest – for
// the whole workshop, so that a device that changes table is one device, with one ballot.
import "./tablet.css";
import "./steps.css";
import "./round.css";
import "./verify/verify.css";

import { effect } from "@preact/signals";
import { render } from "preact";

import { language, setLanguage } from "../i18n";
import { Outbox } from "../outbox";
import type { TabletView } from "../protocol";
import { connect, type Session } from "../socket";
import { countHours, sweep } from "./borrowed";
import { CodePage } from "./CodePage";
import { box, type Memory } from "./memory";
import { fetchLater } from "./later";
import { Screen } from "./Screen";
import { memoryStore, openStore } from "./store";
import { makeTablet, type Page } from "./tablet";

/** Milliseconds that what the screen shows first has the network and the processor for itself. */
const QUIET_FOR = 2_000;

async function start(root: Element, code: string, page: Page): Promise<void> {
  const opening = opened(page.workshop, code);
  const device = () => opening.then(({ memory }) => memory.joins);
  const session = connect<TabletView>({ role: "tablet", code, device });
  const outbox = await opening;
  const { memory } = outbox;
  const { language: spoken } = memory.device.value;
  outbox.attach(session);
  memory.forgotten.subscribe((gone) => {
    if (gone) session.close(); // else it would come back as one more tablet
  });
  tellHow(session, memory);
  countHours(session, memory);
  render(<Screen tablet={makeTablet(session, outbox, page)} code={code} />, root);
  session.onWelcome(() => setTimeout(fetchLater, QUIET_FOR));
  if (spoken !== null && spoken !== language.value) setLanguage(spoken).catch(() => undefined);
}

/** What this device remembers of the workshop, when it has forgotten what it should. Where that
 * cannot be read, nothing: the hall does not wait for it. */
async function opened(workshop: string, code: string): Promise<Outbox> {
  const outbox = await kept(workshop).catch(() => Outbox.open(memoryStore()));
  outbox.memory.sitDownAt(code);
  return outbox;
}

async function kept(workshop: string): Promise<Outbox> {
  await sweep(workshop);
  return Outbox.open(await openStore(workshop));
}

/** Tell that the rules are accepted, and whether unsent words stand in the box: never which. */
function tellHow(session: Session<TabletView>, memory: Memory): void {
  let told = "";
  function tell(): void {
    const now = session.view.value?.now;
    const question = now?.question?.id ?? "";
    const { accepted } = memory.device.value;
    const boxes =
      now?.kind === "talk"
        ? [box.shared(question), box.statement(question), box.dissent(question)]
        : [box.alone(question)];
    const drafting = boxes.some((name) => memory.draft(name).trim() !== "");
    const telling = `${accepted} ${drafting}`;
    if (session.status.peek() !== "on" || told === telling || memory.forgotten.peek()) return;
    told = telling;
    void session.send({ t: "tell", accepted, drafting });
  }
  effect(tell);
  session.onWelcome(() => {
    told = "false false"; // what the server takes for granted
    tell();
  });
}

const root = document.getElementById("screen") ?? document.body;
const code = document.body.dataset.code ?? "";
const page = JSON.parse(document.getElementById("page")?.textContent ?? "null") as Page | null;
if (page?.preview) void import("../preview/look").then(({ look }) => look(root, code, page));
else if (page) void start(root, code, page);
else render(<CodePage refusal={null} code="" />, root);
