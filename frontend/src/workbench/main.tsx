// The workbench: the editor's screen in the days after a workshop, whose code the page carries.
import "../laptop.css";
import "./workbench.css";
import "./beside.css";

import { render } from "preact";

import type { WorkbenchView } from "../protocol";
import { connect } from "../socket";
import { type Links, makeBench } from "./bench";
import { makeDrafts } from "./drafts";
import { follow } from "./suggest";
import { Workbench } from "./Workbench";

const code = document.body.dataset.code ?? "";
const links = JSON.parse(document.getElementById("links")?.textContent ?? "{}") as Links;
const session = connect<WorkbenchView>({ role: "workbench", code });
const only = JSON.parse(document.getElementById("only")?.textContent ?? '""') as string;
const suggestions = follow(session.view, links.suggestions);
const bench = makeBench(session, links, suggestions, makeDrafts(code), only);

render(<Workbench bench={bench} />, document.getElementById("screen") ?? document.body);
