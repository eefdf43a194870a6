// The control screen: leads one workshop, whose code the page carries.
import "../laptop.css";
import "./control.css";
import "./hall.css";
import "./alarms.css";
import "./phone.css";
import "./beside.css";

import { render } from "preact";

import { keepAwake } from "../awake";
import type { ControlView } from "../protocol";
import { connect } from "../socket";
import { Control } from "./Control";
import { type Begins, type Links, makeDesk } from "./desk";
import { PrivateNotes } from "./notes";
import type { Practising } from "./Practice";

keepAwake();
const code = document.body.dataset.code ?? "";
const session = connect<ControlView>({ role: "control", code });
const told = (block: string) => document.getElementById(block)?.textContent;
const links = JSON.parse(told("links") ?? "{}") as Links;
const place = JSON.parse(told("place") ?? '""') as string;
const begins = JSON.parse(told("begins") ?? '{"at":0,"when":""}') as Begins;
const practice = JSON.parse(told("practice") ?? "null") as Practising | null;
const only = JSON.parse(told("only") ?? '""') as string;
const notes = new PrivateNotes(practice?.of ?? code);

render(
  <Control desk={makeDesk(session, links, place, begins, practice, notes, only)} />,
  document.getElementById("screen") ?? document.body,
);
