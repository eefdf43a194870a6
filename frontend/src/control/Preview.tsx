// What the tablets see just now, in a frame that is fetched only while it is open.
import { useState } from "preact/hooks";

import { _ } from "../i18n";
import { useDesk } from "./desk";

export function Preview() {
  const { preview } = useDesk().links;
  const [open, setOpen] = useState(false);
  if (!preview) return null;
  return (
    <section class="preview" aria-label={_("What the tablets show")}>
      <div class="row">
        <button
          type="button"
          class="ds-button"
          data-variant="secondary"
          aria-expanded={open}
          onClick={() => setOpen(!open)}
        >
          {_("What the tablets show")}
        </button>
        <a class="ds-link" href={preview} target="_blank" rel="noopener">
          {_("Open it in a window of its own")} <span aria-hidden="true">↗</span>
        </a>
      </div>
      {open && <iframe src={preview} title={_("What the tablets show")} />}
    </section>
  );
}
