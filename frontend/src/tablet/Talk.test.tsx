// The table talk: a table that is ready is told where its answer is not stored.
import { act, cleanup, render, screen } from "@testing-library/preact";
import { afterEach, expect, test } from "vitest";

import { aNow, aTablet, aView } from "./sample";
import { TabletContext } from "./tablet";
import { Talk } from "./Talk";

afterEach(cleanup);

test("an answer that is too long is not said to be sent again, and who is ready is warned", async () => {
  const now = aNow({ kind: "talk" });
  const statement = { question: "q", text: "", dissent: "", rev: 0 };
  const table = { ...aView().table, pen: "me" };
  const hall = await aTablet(aView({ now, statement, table }));
  hall.send.mockResolvedValue({ t: "refused", n: 1, code: "too_long" });
  render(
    <TabletContext.Provider value={hall.tablet}>
      <Talk now={now} />
    </TabletContext.Provider>,
  );
  await act(async () => {
    hall.tablet.pen.type({ text: "Far too long" });
    await hall.tablet.pen.move("lay"); // sends it at once; refused, it stays under the pen
  });
  expect(screen.getByText(/Shorten it, and it is saved by itself/)).toBeTruthy();
  expect(screen.queryByText(/send again/)).toBeNull();
  const warning = "The table's answer is not stored yet: it is too long.";
  expect(screen.queryByText(warning)).toBeNull();
  await act(async () => void (hall.view.value = aView({ now, statement, table: { ...table, ready: true } })));
  expect(screen.getByText(warning)).toBeTruthy();
});
