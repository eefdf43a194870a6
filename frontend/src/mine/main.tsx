// "My notes" as a page of its own, for a phone: nothing it knows leaves the device.
import { render } from "preact";

import { sweep } from "../tablet/borrowed";
import { Mine } from "./Mine";

void sweep("").then(() => {
  render(<Mine />, document.getElementById("screen") ?? document.body);
});
