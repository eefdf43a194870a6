// Single keys for what is pressed often, told in a dialog, and easy to turn off: WCAG 2.1.4. A key
// presses the button that carries it, so it can do nothing that the button cannot.
import { useLayoutEffect, useRef, useState } from "preact/hooks";

import { _ } from "../i18n";

/** `key` is how the browser tells it, `carried` how a button does, in `aria-keyshortcuts`. */
const KEYS = [
  { key: "b", carried: "b", words: () => _("to the large button; Enter presses it") },
  { key: "u", carried: "u", words: () => _("undo the last step") },
  { key: "n", carried: "n", words: () => _("show the next statement") },
  { key: "h", carried: "h", words: () => _("to the notes, to hide one") },
  { key: "p", carried: "p", words: () => _("pause the clock, or go on") },
  { key: "+", carried: "Plus", words: () => _("a minute more") },
  { key: "-", carried: "-", words: () => _("a minute less") },
  { key: "?", carried: "?", words: () => _("this list") },
] as const;

const OFF = "tannhjul.shortcuts";

function isOn(): boolean {
  try {
    return localStorage.getItem(OFF) !== "off";
  } catch {
    return true; // a browser that keeps nothing
  }
}

export function Shortcuts() {
  const dialog = useRef<HTMLDialogElement>(null);
  const [on, setOn] = useState(isOn);
  // In layout: keys that are turned off are off before the next one is pressed.
  useLayoutEffect(() => {
    if (!on) return undefined;
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  }, [on]);

  function turn(next: boolean) {
    setOn(next);
    try {
      if (next) localStorage.removeItem(OFF);
      else localStorage.setItem(OFF, "off");
    } catch {
      // kept until the page is loaded anew
    }
  }

  return (
    <>
      <button
        type="button"
        class="ds-button"
        data-variant="tertiary"
        aria-keyshortcuts={on ? "?" : undefined}
        onClick={() => dialog.current?.showModal()}
      >
        {_("Shortcuts")}
        {on && <kbd aria-hidden="true">?</kbd>}
      </button>
      <dialog ref={dialog} class="ds-dialog shortcuts" aria-labelledby="shortcuts-title">
        <h2 id="shortcuts-title" class="ds-heading" data-size="xs">
          {_("Shortcuts on the keyboard")}
        </h2>
        <dl>
          {KEYS.map(({ key, words }) => (
            <div key={key}>
              <dt>
                <kbd>{key}</kbd>
              </dt>
              <dd>{words()}</dd>
            </div>
          ))}
        </dl>
        <p>
          <label>
            <input type="checkbox" checked={on} onChange={(event) => turn(event.currentTarget.checked)} />{" "}
            {_("Use shortcuts on this computer")}
          </label>
        </p>
        <button type="button" class="ds-button" onClick={() => dialog.current?.close()}>
          {_("Close")}
        </button>
      </dialog>
    </>
  );
}

const TYPING = "input:not([type=checkbox]), textarea, select, [contenteditable]";

/** Not while somebody types, nor with other keys held, nor behind a dialog. */
function press(event: KeyboardEvent) {
  const { target } = event;
  const typing = target instanceof Element && target.closest(TYPING);
  if (typing || event.repeat || event.ctrlKey || event.metaKey || event.altKey) return;
  if (document.querySelector("dialog[open]")) return;
  const known = KEYS.find(({ key }) => key === event.key);
  if (!known) return;
  const button = [...document.querySelectorAll<HTMLElement>("[aria-keyshortcuts]")].find(
    (one) => one.getAttribute("aria-keyshortcuts") === known.carried,
  );
  if (!button) return;
  event.preventDefault();
  button.focus();
  if (known.key !== "b") button.click();
}
