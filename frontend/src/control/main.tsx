// The control screen: leads one workshop, whose code the page carries.
import "./control.css";
import "./hall.css";
import "./alarms.css";
import "./phone.css";

import { render } from "preact";

import type { ControlView } from "../protocol";
import { connect } from "../socket";
import { Control } from "./Control";
import { type Begins, type Links, makeDesk } from "./desk";

const session = connect<ControlView>({ role: "control", code: document.body.dataset.code ?? "" });
const told = (block: string) => document.getElementById(block)?.textContent;
const links = JSON.parse(told("links") ?? "{}") as Links;
const place = JSON.parse(told("place") ?? '""') as string;
const begins = JSON.parse(told("begins") ?? '{"at":0,"when":""}') as Begins;

render(
  <Control desk={makeDesk(session, links, place, begins)} />,
  document.getElementById("screen") ?? document.body,
);
