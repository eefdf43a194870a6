// A new step in the programme while the workshop runs.
import { useEffect, useId, useRef, useState } from "preact/hooks";

import { _ } from "../i18n";
import { methodName } from "../methods";
import type { ControlView, Kind, Method } from "../protocol";
import { Told } from "./Do";
import { useDesk } from "./desk";
import { KINDS, kindName } from "./kinds";

interface InsertProps {
  view: ControlView;
  /** The step it comes after; null for the first place. */
  after: string | null;
  done: () => void;
}

const ASKS: readonly Kind[] = ["write", "talk", "plenary"];

const METHODS: readonly Method[] = ["dots", "points", "scale"];

/** The step's id is made once, with the form, so that a double press puts in one step. */
export function Insert({ view, after, done }: InsertProps) {
  const desk = useDesk();
  const at = useId();
  const place = `insert-${after ?? "first"}`;
  const [step] = useState(newStepId);
  const [kind, setKind] = useState<Kind>("talk");
  const [minutes, setMinutes] = useState("10");
  const [question, setQuestion] = useState(firstQuestion);
  const [title, setTitle] = useState("");
  const [method, setMethod] = useState<Method>("dots");
  const [places, setPlaces] = useState("7");
  const mayAsk = ASKS.includes(kind) || kind === "prioritise";

  function firstQuestion(): string {
    return view.now?.question?.id ?? view.questions[0]?.id ?? "";
  }

  /** The hall prioritises across all the questions, where nothing else is chosen. */
  function choose(next: Kind) {
    setKind(next);
    if (next === "prioritise") setQuestion("");
    else if (ASKS.includes(next) && !question) setQuestion(firstQuestion());
  }

  const first = useRef<HTMLSelectElement>(null);
  useEffect(() => {
    if (after !== null) first.current?.focus();
  }, [after]);

  async function submit(event: Event) {
    event.preventDefault();
    const stored = await desk.ask(place, {
      t: "insert_step",
      step,
      kind,
      minutes: Math.round(Number(minutes)) || 0,
      question: (mayAsk && question) || null,
      title: title.trim(),
      after,
      ...(kind === "prioritise" && { method, places: Math.round(Number(places)) || 0 }),
    });
    if (stored) done();
  }

  return (
    <form class="insert" onSubmit={(event) => void submit(event)}>
      <div class="ds-field">
        <label class="ds-label" for={`${at}-kind`}>
          {_("Kind of step")}
        </label>
        <select
          ref={first}
          class="ds-input"
          id={`${at}-kind`}
          value={kind}
          onChange={(event) => choose(event.currentTarget.value as Kind)}
        >
          {KINDS.map((one) => (
            <option key={one} value={one}>
              {kindName(one)}
            </option>
          ))}
        </select>
      </div>
      <div class="ds-field">
        <label class="ds-label" for={`${at}-minutes`}>
          {_("Minutes")}
        </label>
        <input
          class="ds-input"
          id={`${at}-minutes`}
          type="number"
          min="0"
          max="600"
          required
          value={minutes}
          onInput={(event) => setMinutes(event.currentTarget.value)}
        />
      </div>
      {mayAsk && (
        <div class="ds-field">
          <label class="ds-label" for={`${at}-question`}>
            {_("Question")}
          </label>
          <select
            class="ds-input"
            id={`${at}-question`}
            value={question}
            onChange={(event) => setQuestion(event.currentTarget.value)}
          >
            {!ASKS.includes(kind) && <option value="">{_("All the questions")}</option>}
            {view.questions.map(({ id, text }) => (
              <option key={id} value={id}>
                {text}
              </option>
            ))}
          </select>
        </div>
      )}
      {kind === "prioritise" && (
        <div class="ds-field">
          <label class="ds-label" for={`${at}-method`}>
            {_("How it is done")}
          </label>
          <select
            class="ds-input"
            id={`${at}-method`}
            value={method}
            onChange={(event) => setMethod(event.currentTarget.value as Method)}
          >
            {METHODS.map((one) => (
              <option key={one} value={one}>
                {methodName(one)}
              </option>
            ))}
          </select>
        </div>
      )}
      {kind === "prioritise" && method !== "scale" && (
        <div class="ds-field">
          <label class="ds-label" for={`${at}-places`}>
            {_("Places on the list")}
          </label>
          <input
            class="ds-input"
            id={`${at}-places`}
            type="number"
            min="1"
            max="60"
            required
            value={places}
            onInput={(event) => setPlaces(event.currentTarget.value)}
          />
        </div>
      )}
      <div class="ds-field">
        <label class="ds-label" for={`${at}-title`}>
          {_("Title, if it needs one")}
        </label>
        <input
          class="ds-input"
          id={`${at}-title`}
          type="text"
          maxLength={120}
          value={title}
          onInput={(event) => setTitle(event.currentTarget.value)}
        />
      </div>
      <Told place={place} />
      <div class="row">
        <button
          type="submit"
          class="ds-button"
          aria-disabled={!desk.able.value}
          aria-describedby={desk.able.value ? undefined : "away"}
        >
          {_("Put it in")}
        </button>
        {after !== null && (
          <button type="button" class="ds-button" data-variant="secondary" onClick={done}>
            {_("Cancel")}
          </button>
        )}
      </div>
    </form>
  );
}

/** Random; not `randomUUID`, which browsers keep from pages on a plain local network address. */
function newStepId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(8));
  return `s${Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}
