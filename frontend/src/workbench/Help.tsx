// The help of keys.
import { useLayoutEffect, useRef } from "preact/hooks";

import { _ } from "../i18n";
import { focusSoon, LIST } from "./bench";
import { HELP } from "./keys";

export function Help({ leave }: { leave: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => dialog.current?.showModal(), []); // before the next key
  const close = () => {
    dialog.current?.close();
    leave();
    focusSoon(LIST);
  };
  return (
    <dialog ref={dialog} class="ds-dialog pick" aria-labelledby="keys-title" onCancel={close}>
      <h2 id="keys-title" class="ds-heading" data-size="xs">{_("Keys in the list of contributions")}</h2>
      <dl class="keys">
        {HELP.map(({ keys, words }) => (
          <div key={keys}>
            <dt>{keys.split(/ (?=\S)/).map((key) => (key === "…" ? " … " : <kbd key={key}>{key}</kbd>))}</dt>
            <dd>{words()}</dd>
          </div>
        ))}
      </dl>
      <p>{_("They hold while the list has the focus. Everything can be done by buttons as well.")}</p>
      <button type="button" class="ds-button" data-size="sm" onClick={close}>{_("Close")}</button>
    </dialog>
  );
}
