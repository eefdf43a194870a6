// The preview: a tablet's screen for the process leader, in a window or in a frame of control. It
// looks, and nothing else: it keeps nothing, sends nothing, and counts as no tablet.
import { render } from "preact";

import { Outbox } from "../outbox";
import type { TabletView } from "../protocol";
import { type Answer, connect } from "../socket";
import { fetchLater } from "../tablet/later";
import { memoryStore } from "../tablet/store";
import { makeTablet, type Page } from "../tablet/tablet";
import { Preview } from "./Preview";

export async function look(root: Element, code: string, page: Page): Promise<void> {
  // A step's new heading takes the focus on a tablet. Here it would take it out of control's box.
  HTMLElement.prototype.focus = () => undefined;
  const outbox = await Outbox.open({ ...memoryStore(), lasting: true }); // nothing to warn of
  outbox.memory.setDevice({ accepted: true });
  const session = connect<TabletView>({ role: "preview", code });
  const send = () => Promise.resolve<Answer>({ t: "away" });
  const silent = { ...session, send, joinBy: () => undefined };
  root.replaceChildren(); // the words of waiting, that only a tablet's own screen takes over
  render(<Preview tablet={makeTablet(silent, outbox, page)} />, root);
  fetchLater();
}
