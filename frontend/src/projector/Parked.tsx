// On the last picture: what was laid aside, so that nobody who asked thinks it was forgotten.
import { parkingName, PARKINGS } from "../plenary";
import type { ProjectorView } from "../protocol";
import { wordsOf } from "../words";
import { Fit } from "./Fit";

export function Parked({ view }: { view: ProjectorView }) {
  const all = Object.values(view.parked).sort((a, b) => (a.id < b.id ? -1 : 1));
  if (all.length === 0) return null;
  const about = all.map((one) => wordsOf(one) + one.settled).join();
  return (
    <Fit class="parked" about={about} smallest={0.8}>
      {PARKINGS.map((kind) => {
        const some = all.filter((one) => one.kind === kind);
        if (some.length === 0) return null;
        return (
          <section key={kind}>
            <h2>{`${parkingName(kind)} (${some.length})`}</h2>
            <ul>
              {some.map((one) => (
                <li key={one.id}>
                  <p class="text">
                    {wordsOf(one)}
                    {one.settled && <strong>{` → ${one.settled}`}</strong>}
                  </p>
                </li>
              ))}
            </ul>
          </section>
        );
      })}
    </Fit>
  );
}
