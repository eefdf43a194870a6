// Puts a control screen up for a test, with a server that gives the answer it is told to.
import { signal } from "@preact/signals";
import { act, fireEvent, render, screen } from "@testing-library/preact";
import { vi } from "vitest";

import type { ControlView } from "../protocol";
import type { Answer, Frame, Refusal, Session, Status } from "../socket";
import { Control } from "./Control";
import { makeDesk } from "./desk";

export const LINKS = {
  projector: "/skjerm/X",
  join: "/b",
  public: "/v/X",
  staff: "/stab/v/X",
  attendance: "/stab/v/X/frammote",
  minutes: "/stab/v/X/motebok",
  workbench: "/stab/v/X/arbeidsbenk",
  reopening: "/stab/v/X/gjenapning",
  preview: "/stab/v/X/styr/nettbrett",
};

const PAST = { at: 0, when: "1. januar 1970 kl. 01.00" };

export function lead(
  view: ControlView,
  answer: Answer = { t: "stored", n: 1 },
  place = "/srv/tannhjul",
  begins = PAST,
) {
  const send = vi.fn((_frame: Frame) => Promise.resolve(answer));
  const status = signal<Status>("on");
  const refusal = signal<Refusal | null>(null);
  const shown = signal<ControlView | null>(view);
  const session: Session<ControlView> = {
    view: shown,
    you: signal(""),
    status,
    refusal,
    send,
    onWelcome: () => undefined,
    close: () => undefined,
  };
  render(<Control desk={makeDesk(session, LINKS, place, begins)} />);
  return { send, status, refusal, shown };
}

export const press = (name: string | RegExp) =>
  act(async () => void fireEvent.click(screen.getByRole("button", { name })));
