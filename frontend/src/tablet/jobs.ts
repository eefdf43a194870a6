// What the outbox has to send next, and what the answer does to it.
import type { Answer, Frame, Refusal } from "../socket";
import { type Memory, type OwnBallot, type OwnNote, randomHex, type Sent } from "./memory";

interface Job {
  frame: Frame;
  /** Called with the server's word, never for a connection that was lost. */
  done: (answer: Answer) => void;
}

/** The oldest thing that waits. */
export function nextJob(memory: Memory): Job | null {
  for (const note of memory.inOrder.value) {
    if (note.state === "waiting") return noteJob(memory, note);
    if (note.state === "withdrawing" || note.state === "restoring") {
      return note.code === null ? withdrawJob(memory, note) : whatStandsJob(memory, note);
    }
  }
  const ballot = Object.values(memory.ballots.value).find(({ state }) => state === "waiting");
  if (ballot === undefined) return null;
  return ballot.key === null ? ticketJob(memory, ballot) : ballotJob(memory, ballot, ballot.key);
}

/** What was sent before goes again first: so it is always known which words the server has. */
function noteJob(memory: Memory, waiting: OwnNote): Job {
  const { id } = waiting;
  const sent = waiting.sent ?? { rev: waiting.rev, text: waiting.text };
  if (waiting.sent === null) memory.setNote({ ...waiting, sent });
  return {
    frame: noteFrame(waiting, sent),
    done: (answer) => {
      const note = memory.notes.value[id];
      if (note === undefined) return;
      const unchanged = note.rev === sent.rev && note.state === "waiting";
      if (answer.t === "stored") {
        const state = unchanged ? "stored" : note.state;
        memory.setNote({ ...note, sent: null, state, stored: sent.text });
      } else {
        const fate = unchanged ? ({ state: "refused", code: codeOf(answer) } as const) : {};
        memory.setNote({ ...note, sent: null, ...fate });
      }
    },
  };
}

function noteFrame({ id, question, secret, shared }: OwnNote, { rev, text }: Sent): Frame {
  return { t: "note", id, question, text, secret, rev, shared };
}

function withdrawJob(memory: Memory, { id, secret, question, shared }: OwnNote): Job {
  return {
    frame: { t: "withdraw", id, secret, question, shared },
    done: (answer) => {
      const note = memory.notes.value[id];
      if (note === undefined) return;
      const code = codeOf(answer);
      if (code !== null && code !== "unknown_note") stands(memory, { ...note, code });
      else if (note.state === "restoring") writeAnew(memory, note);
      else memory.setNote({ ...note, sent: null, stored: null, state: "withdrawn" });
    },
  };
}

/** What is withdrawn never comes back, so its words go as a new note, in the same place. */
export function writeAnew(memory: Memory, note: OwnNote): void {
  const { id, question, text, shared, place, about } = note;
  const fresh = { id: randomHex(), secret: randomHex(), rev: 0, code: null, stored: null, sent: null };
  memory.setNote({ ...fresh, question, text, shared, place, about, state: "waiting" });
  memory.dropNote(id);
}

/** The withdrawal was refused, so some words of the note are stored: are they the last ones sent? */
function whatStandsJob(memory: Memory, withdrawing: OwnNote): Job {
  const { id, sent } = withdrawing;
  if (sent === null) throw new Error("Known already");
  return {
    frame: noteFrame(withdrawing, sent),
    done: (answer) => {
      const note = memory.notes.value[id];
      if (note === undefined) return;
      const stored = answer.t === "stored" ? sent.text : note.stored;
      stands(memory, { ...note, sent: null, stored });
    },
  };
}

/** A note that could not be withdrawn, as soon as it is known what stands. */
function stands(memory: Memory, note: OwnNote): void {
  const { sent, stored, state, text } = note;
  if (sent !== null) memory.setNote(note);
  else if (state === "restoring") memory.setNote({ ...note, state: "waiting", code: null });
  else memory.setNote({ ...note, state: text === stored ? "stored" : "refused" });
}

function ticketJob(memory: Memory, { step }: OwnBallot): Job {
  return {
    frame: { t: "ticket", step, hand: memory.hand(step) },
    done: (answer) => {
      const ballot = memory.ballots.value[step];
      if (ballot === undefined) return;
      if (answer.t === "ticket") memory.setBallot({ ...ballot, key: answer.key });
      else refuse(memory, ballot, answer);
    },
  };
}

function ballotJob(memory: Memory, sent: OwnBallot, key: string): Job {
  const { step, rev, marks } = sent;
  return {
    frame: { t: "ballot", step, key, rev, marks },
    done: (answer) => {
      const ballot = memory.ballots.value[step];
      if (ballot === undefined) return;
      const unchanged = ballot.rev === rev;
      if (answer.t === "stored") {
        memory.setBallot({
          ...ballot,
          state: unchanged ? "stored" : ballot.state,
          stored: marks,
        });
      } else if (unchanged) {
        refuse(memory, ballot, answer);
      }
    },
  };
}

/** The key goes too: the next try asks for a ticket again. */
function refuse(memory: Memory, ballot: OwnBallot, answer: Answer): void {
  memory.setBallot({ ...ballot, key: null, state: "refused", code: codeOf(answer) });
}

function codeOf(answer: Answer): Refusal | null {
  return answer.t === "refused" ? answer.code : null;
}
