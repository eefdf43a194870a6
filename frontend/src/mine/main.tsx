// "My notes" as a page of its own, for a phone: nothing it knows leaves the device.
import { render } from "preact";

import { sweep } from "../tablet/borrowed";
import { Mine } from "./Mine";
import type { Series } from "./published";

const series = JSON.parse(document.getElementById("series")?.textContent ?? "{}") as Series;

void sweep("").then(() => {
  render(<Mine series={series} />, document.getElementById("screen") ?? document.body);
});
