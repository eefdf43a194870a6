// "My notes" as a page of its own, for a phone: nothing it knows leaves the device.
import { render } from "preact";

import { sweep } from "../tablet/borrowed";
import { Mine } from "./Mine";
import type { Series } from "./published";

const told = (id: string) => JSON.parse(document.getElementById(id)?.textContent ?? "{}") as unknown;
const [series, titles] = [told("series") as Series, told("titles") as Record<string, string>];

void sweep("").then(() => {
  render(<Mine series={series} titles={titles} />, document.getElementById("screen") ?? document.body);
});
