// Forward and back through what the projector shows one at a time; 0 is all of it at once.
import { Do, Told } from "./Do";
import { useDesk } from "./desk";

interface PointingProps {
  title: string;
  step: string;
  pointed: number;
  last: number;
  /** What the buttons say: back, on, and all at once. */
  words: { back: string; on: string; all: string };
  /** What the projector shows now. */
  where: string;
}

export function Pointing({ title, step, pointed, last, words, where }: PointingProps) {
  const desk = useDesk();
  const to = (place: number) => ({ t: "point", step, place }) as const;

  /** The arrows do as the buttons, which stand still under a finger. */
  function onKeyDown(event: KeyboardEvent) {
    const by = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (!by || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const place = pointed + by;
    if (place >= 0 && place <= last) void desk.ask("point", to(place));
  }

  return (
    <div role="group" aria-labelledby="pointing" class="pointing" onKeyDown={onKeyDown}>
      <h3 id="pointing" class="ds-heading" data-size="2xs">
        {title}
      </h3>
      <div class="row">
        <Do place="point" ready={pointed > 0} frame={() => to(pointed - 1)}>
          ← {words.back}
        </Do>
        <Do
          place="point"
          variant={pointed < last ? "primary" : "secondary"}
          keys="n"
          ready={pointed < last}
          frame={() => to(pointed + 1)}
        >
          {words.on} →
        </Do>
        {pointed > 0 && (
          <Do place="point" variant="tertiary" frame={() => to(0)}>
            {words.all}
          </Do>
        )}
      </div>
      <p role="status">{where}</p>
      <Told place="point" />
    </div>
  );
}
