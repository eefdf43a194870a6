// The control screen: leads one workshop, whose code the page carries.
import "./control.css";
import "./hall.css";

import { render } from "preact";

import type { ControlView } from "../protocol";
import { connect } from "../socket";
import { Control } from "./Control";
import { type Links, makeDesk } from "./desk";

const session = connect<ControlView>({ role: "control", code: document.body.dataset.code ?? "" });
const links = JSON.parse(document.getElementById("links")?.textContent ?? "{}") as Links;

render(
  <Control desk={makeDesk(session, links)} />,
  document.getElementById("screen") ?? document.body,
);
