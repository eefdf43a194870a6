// The preview: a tablet's screen for the process leader, in a window or in a frame of control. It
// looks, and nothing else: it keeps nothing, sends nothing, and counts as no tablet.
import "../tablet/tablet.css";
import "../tablet/steps.css";
import "./preview.css";

import { render } from "preact";

import { Outbox } from "../outbox";
import type { TabletView } from "../protocol";
import { type Answer, connect } from "../socket";
import { fetchLater } from "../tablet/later";
import { memoryStore } from "../tablet/store";
import { makeTablet, type Page } from "../tablet/tablet";
import { Preview } from "./Preview";

// A step's new heading takes the focus on a tablet. From here it would take it out of control's box.
HTMLElement.prototype.focus = () => undefined;

async function start(root: HTMLElement, code: string, page: Page): Promise<void> {
  const outbox = await Outbox.open(memoryStore());
  outbox.memory.setDevice({ accepted: true });
  const session = connect<TabletView>({ role: "preview", code });
  const send = () => Promise.resolve<Answer>({ t: "away" });
  const silent = { ...session, send, joinBy: () => undefined };
  root.dataset.screen = "tablet"; // whose looks it has
  render(<Preview tablet={makeTablet(silent, outbox, page)} />, root);
  fetchLater();
}

const told = document.getElementById("page")?.textContent ?? "null";
const root = document.getElementById("screen") ?? document.body;
void start(root, document.body.dataset.code ?? "", JSON.parse(told) as Page);
