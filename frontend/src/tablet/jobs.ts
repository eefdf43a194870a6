// What the outbox has to send next, and what the answer does to it.
import type { Answer, Frame, Refusal } from "../socket";
import type { Memory, OwnBallot, OwnNote } from "./memory";

export interface Job {
  frame: Frame;
  /** Called with the server's word, never for a connection that was lost. */
  done: (answer: Answer) => void;
}

/** The oldest thing that waits. */
export function nextJob(memory: Memory): Job | null {
  for (const note of memory.inOrder.value) {
    if (note.state === "waiting") return noteJob(memory, note);
    if (note.state === "withdrawing") return withdrawJob(memory, note);
  }
  const ballot = Object.values(memory.ballots.value).find(({ state }) => state === "waiting");
  if (ballot === undefined) return null;
  return ballot.key === null ? ticketJob(memory, ballot) : ballotJob(memory, ballot, ballot.key);
}

function noteJob(memory: Memory, sent: OwnNote): Job {
  const { id, question, text, secret, rev, shared } = sent;
  if (!sent.tried) memory.setNote({ ...sent, tried: true });
  return {
    frame: { t: "note", id, question, text, secret, rev, shared },
    done: (answer) => {
      const note = memory.notes.value[id];
      if (note === undefined) return;
      const unchanged = note.rev === rev && note.state === "waiting";
      if (answer.t === "stored") {
        memory.setNote({ ...note, state: unchanged ? "stored" : note.state, stored: text });
      } else if (unchanged) {
        memory.setNote({ ...note, state: "refused", code: codeOf(answer) });
      }
    },
  };
}

function withdrawJob(memory: Memory, { id, secret }: OwnNote): Job {
  return {
    frame: { t: "withdraw", id, secret },
    done: (answer) => {
      const note = memory.notes.value[id];
      if (note === undefined) return;
      const code = codeOf(answer);
      if (code === null || code === "unknown_note") {
        // Without words it was restored as a new note meanwhile.
        if (note.text) memory.setNote({ ...note, state: "withdrawn" });
        else memory.dropNote(id);
      } else {
        const text = note.text || (note.stored ?? "");
        const state = note.stored === null ? "refused" : "stored";
        memory.setNote({ ...note, text, state, code });
      }
    },
  };
}

function ticketJob(memory: Memory, { step }: OwnBallot): Job {
  return {
    frame: { t: "ticket", step },
    done: (answer) => {
      const ballot = memory.ballots.value[step];
      if (ballot === undefined) return;
      if (answer.t === "ticket") memory.setBallot({ ...ballot, key: answer.key });
      else refuse(memory, ballot, answer);
    },
  };
}

function ballotJob(memory: Memory, sent: OwnBallot, key: string): Job {
  const { step, rev, choices } = sent;
  return {
    frame: { t: "ballot", step, key, rev, choices },
    done: (answer) => {
      const ballot = memory.ballots.value[step];
      if (ballot === undefined) return;
      const unchanged = ballot.rev === rev;
      if (answer.t === "stored") {
        memory.setBallot({
          ...ballot,
          state: unchanged ? "stored" : ballot.state,
          stored: choices,
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
