// The QR codes that carry the receipts to a phone. Drawn here, on the device, and fetched only when
// somebody asks for them.
import { useSignal } from "@preact/signals";
import encodeQR from "qr";

import { _ } from "../i18n";
import { links, ownReceipts } from "../receipts";
import type { OwnNote } from "./memory";
import type { Page } from "./tablet";

export function Codes({ notes, page }: { notes: OwnNote[]; page: Page }) {
  const at = useSignal(0);
  const all = links(page.mine, page.workshop, ownReceipts(notes));
  const no = Math.min(at.value, all.length - 1);
  return (
    <div class="stack codes">
      <Code text={all[no] ?? ""} />
      {all.length > 1 && (
        <>
          <p role="status">{_("Code {no} of {count}: scan them all", { no: no + 1, count: all.length })}</p>
          <button
            type="button"
            class="ds-button"
            data-variant="secondary"
            onClick={() => {
              at.value = (no + 1) % all.length;
            }}
          >
            {_("Next code")}
          </button>
        </>
      )}
    </div>
  );
}

/** Dark on white in any colour scheme: cameras need it so. */
function Code({ text }: { text: string }) {
  const rows = encodeQR(text, "raw", { ecc: "medium", border: 4 });
  const dark = rows.flatMap((row, y) => row.flatMap((on, x) => (on ? `M${x} ${y}h1v1h-1z` : [])));
  return (
    <svg
      class="qr"
      role="img"
      aria-label={_("QR code for your phone")}
      viewBox={`0 0 ${rows.length} ${rows.length}`}
      shape-rendering="crispEdges"
    >
      <rect width="100%" height="100%" fill="#fff" />
      <path d={dark.join("")} fill="#000" />
    </svg>
  );
}
