// The tablet's page without its screen: what `tablet/main.tsx` puts together, for hands that press
// its buttons by calling what they call. It is bundled, and run once for each page that is opened.
import { countHours, sweep } from "../src/tablet/borrowed";
import { Outbox } from "../src/outbox";
import type { TabletView } from "../src/protocol";
import { connect } from "../src/socket";
import { box } from "../src/tablet/memory";
import { openStore } from "../src/tablet/store";
import { makeTablet, type Tablet } from "../src/tablet/tablet";

export { box };

export async function start(code: string, workshop: string): Promise<Tablet> {
  await sweep(workshop);
  const outbox = await Outbox.open(await openStore(workshop));
  const { memory } = outbox;
  memory.sitDownAt(code);
  const session = connect<TabletView>({ role: "tablet", code, device: () => memory.joins });
  outbox.attach(session);
  countHours(session, memory);
  return makeTablet(session, outbox, { workshop, mine: "", names: [] });
}
