// The pictures around the work: welcome, ground rules, break, thanks.
import { remaining, serverNow } from "../clock";
import { stepName } from "../control/kinds";
import { _ } from "../i18n";
import type { Head, ProjectorView } from "../protocol";
import { Title } from "./Asking";
import { Means } from "./Evaluation";
import { Fit } from "./Fit";
import { Foot, timeOfDay } from "./Foot";
import { Parked } from "./Parked";
import { Result } from "./Prioritising";
import { Came } from "./Verifying";

/** How to come in: the address to type, and its QR code as drawn by the server. */
export interface JoinSign {
  address?: string;
  qr?: string;
}

export function Before({ head, join }: { head: Head; join: JoinSign }) {
  return (
    <div class="beside welcome">
      <Fit class="asked" about={head.title}>
        <p class="step">{_("Welcome")}</p>
        <h1>{head.title}</h1>
        <p class="hint">
          {head.body}
          {head.of > 1 && " · " + _("Workshop {n} of {of}", { n: head.number, of: head.of })}
        </p>
      </Fit>
      <Join join={join} />
    </div>
  );
}

function Join({ join }: { join: JoinSign }) {
  return (
    <div class="join">
      {join.qr && <div class="qr" aria-hidden="true" dangerouslySetInnerHTML={{ __html: join.qr }} />}
      <p>
        {join.qr
          ? _("Scan the code on your table. Or scan this one, and write the code of the table:")
          : _("Scan the code on your table, or go to")}
      </p>
      <p class="address">{typed(join)}</p>
    </div>
  );
}

/** The address as people type it. */
function typed({ address = "" }: JoinSign): string {
  return address.replace(/^https?:\/\//, "");
}

export function Rules({ view, join }: { view: ProjectorView; join: JoinSign }) {
  const rules = [
    _("Everybody writes, and everybody is heard."),
    _("Nobody can see who wrote what, neither here nor afterwards."),
    _("The system does not record sound or picture."),
    _("The table's statement stands for the table. Dissent is kept as dissent."),
    _("The administration listens and writes up. It changes no words."),
  ];
  return (
    <>
      <Title view={view} heading />
      <Fit class="rules" about="rules">
        <ol>
          {rules.map((rule, i) => (
            <li key={i}>
              <span class="no">{i + 1}</span>
              {rule}
            </li>
          ))}
        </ol>
      </Fit>
      <div class="beside">
        <p class="cast">
          {_("{n} of {tablets} tablets have accepted", {
            n: view.hall.accepted,
            tablets: view.hall.tablets,
          })}
          <br />
          <small>
            {_("Not in yet? Go to")} <strong class="address">{typed(join)}</strong>
          </small>
        </p>
        <Foot view={view} />
      </div>
    </>
  );
}

/** Somebody speaks from the front. */
export function Intro({ view }: { view: ProjectorView }) {
  if (!view.now) return null;
  return (
    <>
      <Fit class="asked middle" about={view.now.title}>
        <h1 class="huge">{stepName(view.now)}</h1>
      </Fit>
      <Foot view={view} />
    </>
  );
}

export function Pause({ view }: { view: ProjectorView }) {
  const left = remaining(view.now);
  return (
    <>
      <Fit class="asked middle" about={String(view.now?.ends_at)}>
        <p class="step">{view.now?.title || _("Break")}</p>
        {left !== null && left > 0 ? (
          <h1 class="huge">{_("Back at {time}", { time: timeOfDay(serverNow() + left) })}</h1>
        ) : (
          <h1 class="huge">{left === null ? _("We soon go on") : _("We go on now")}</h1>
        )}
      </Fit>
      <Foot view={view} />
    </>
  );
}

export function Ended({ view }: { view: ProjectorView }) {
  const { prioritising, workshop } = view;
  const shown = prioritising?.result?.shown;
  const verified = view.verification?.shown ? view.verification : null;
  return (
    <>
      <div class="thanks" data-alone={!shown && !verified && Object.keys(view.parked).length === 0}>
        <h1>{_("Thank you!")}</h1>
        <p>{_("What you have written is kept. It comes in the minutes, which everybody can read.")}</p>
        {workshop.number < workshop.of && (
          <p>{_("At the next workshop we ask if we have understood you.")}</p>
        )}
      </div>
      {prioritising && shown && <Result prioritising={prioritising} rows={5} />}
      {!shown && verified && <Came view={view} verification={verified} rows={6} />}
      {view.evaluation?.shown && <Means evaluation={view.evaluation} />}
      <Parked view={view} />
    </>
  );
}
