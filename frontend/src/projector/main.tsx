// The projector screen: what the whole hall sees of one workshop. Nothing to press but full screen.
import "./projector.css";
import "./pictures.css";
import "./influence.css";
import "./round.css";
import "./plenary.css";
import "./verifying.css";

import { render } from "preact";

import type { ProjectorView } from "../protocol";
import { keepAwake } from "../awake";
import { connect } from "../socket";
import type { JoinSign } from "./Around";
import { Projector } from "./Projector";

// Dark on white is what a hall with the lights on can read, whatever the laptop prefers.
document.documentElement.dataset.colorScheme = "light";

keepAwake();
const session = connect<ProjectorView>({
  role: "projector",
  code: document.body.dataset.code ?? "",
});
const join = JSON.parse(document.getElementById("join")?.textContent ?? "{}") as JoinSign;

render(
  <Projector session={session} join={join} />,
  document.getElementById("screen") ?? document.body,
);
