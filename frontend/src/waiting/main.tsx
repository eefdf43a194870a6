// What takes time says so: a hall that is seated, a file on its way, minutes that are published.
// Without this the page works as well, and the browser alone tells that it waits.

/** Milliseconds after which a wait is one; what is faster needs no words. */
const A_WHILE = 400;

const said = document.getElementById("busy");
let pressed: HTMLElement | null = null;
let later = 0;

addEventListener("submit", (event) => {
  const { target, submitter } = event;
  // An answer that is saved as a file leaves the page where it is.
  if (event.defaultPrevented || (target as HTMLElement).dataset.file !== undefined) return;
  clearTimeout(later);
  later = window.setTimeout(() => {
    pressed = submitter;
    pressed?.setAttribute("aria-busy", "true");
    if (said) said.textContent = said.dataset.words ?? "";
  }, A_WHILE);
});

// A page that the browser kept and shows again waits for nothing.
addEventListener("pageshow", () => {
  clearTimeout(later);
  pressed?.removeAttribute("aria-busy");
  if (said) said.textContent = "";
});
