// What stands on a page, and what of it finds no room: for test_pseudo.py.
window.pseudo = (() => {
  const seen = (one) => one.checkVisibility({ visibilityProperty: true });
  const name = (one) => one.outerHTML.replace(/\s+/g, " ").slice(0, 160);
  const apart = (one) => getComputedStyle(one).clipPath !== "none" || one.closest("svg, .ds-skip-link");
  /** For the ear alone. */
  const hushed = (one) => {
    for (let at = one; at; at = at.parentElement) if (apart(at) || at.offsetWidth < 2) return true;
    return one.closest(".ds-sr-only") !== null;
  };

  const texts = function* () {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode())
      if (/\p{L}/u.test(node.data) && !node.parentElement.closest("script, style, noscript")) yield node;
  };

  const foreign = (one) => one.closest("code, kbd, [lang]:not(html)");

  /** All that is said: to the eye, to the ear, in fields that are empty, and in the title. */
  const words = () => [
    document.title,
    ...[...texts()].filter(({ parentElement: one }) => !foreign(one)).map((node) => node.data),
    ...["aria-label", "aria-description", "alt", "title", "placeholder"].flatMap((which) =>
      [...document.querySelectorAll(`[${which}]`)].filter((one) => !foreign(one)).map((one) => one.getAttribute(which))),
  ];

  const scrolls = (one) => {
    for (let at = one; at && at !== document.body; at = at.parentElement)
      if (/auto|scroll/.test(getComputedStyle(at).overflow)) return true;
    return false;
  };

  /** Our words where what holds them shows no more. What people wrote may be cut: it is whole elsewhere. */
  const cut = (one, right, bottom) => {
    for (let at = one; at; at = at.parentElement) {
      const { overflow } = getComputedStyle(at), room = at.getBoundingClientRect();
      if (/auto|scroll/.test(overflow)) return false;
      if (/hidden|clip/.test(overflow) && (right > room.right + 2 || bottom > room.bottom + 4)) return true;
    }
    return false;
  };

  /** Words that go out of what they stand on, or out of the screen. */
  const spilled = () => [...texts()].flatMap((node) => {
    const one = node.parentElement;
    if (!seen(one) || hushed(one) || one.closest("option, textarea")) return [];
    const range = document.createRange();
    range.selectNodeContents(node);
    const lines = [...range.getClientRects()];
    const right = Math.max(...lines.map((each) => each.right)), bottom = Math.max(...lines.map((each) => each.bottom));
    if (right > innerWidth + 1 && !scrolls(one)) return [`out of the screen: ${name(one)}`];
    // The rows of the workbench's list are of one height; what stands in one is whole beside it.
    if (node.data.includes("⟦") && !one.closest("[role=option]") && cut(one, right, bottom)) return [`cut off: ${name(one)}`];
    const box = one.closest("button, .ds-button, .ds-tag, .ds-badge, summary, th, td, legend");
    return box && right > box.getBoundingClientRect().right + 2 && !scrolls(box) ? [`out of its box: ${name(box)}`] : [];
  });

  /** Two things to press that lie over each other. */
  const crowded = () => {
    const all = [...document.querySelectorAll("a[href], button, summary, input:not([type=hidden]), select, textarea")].filter(seen)
      .filter((one) => !one.closest(".ds-skip-link, svg") && !fixed(one) && !apart(one) && !scrolls(one)).map((one) => [one, one.getBoundingClientRect()]);
    return all.flatMap(([one, a], i) => all.slice(i + 1).filter(([other, b]) => !one.contains(other) && one.labels?.[0] !== other &&
      Math.min(a.right, b.right) - Math.max(a.left, b.left) > 2 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 2 && !(getComputedStyle(one).display === "inline" && getComputedStyle(other).display === "inline"))
      .map(([other]) => `lie over each other: ${name(one).slice(0, 90)} and ${name(other).slice(0, 90)}`));
  };
  const fixed = (one) => {
    for (let at = one; at; at = at.parentElement) if (/fixed|sticky|absolute/.test(getComputedStyle(at).position)) return true;
    return false;
  };

  return { words, room: () => [...spilled(), ...crowded()] };
})();
