// What is measured in the page itself, for checks.py. Each function returns a list of problems in
// words that name the element; an empty list is all well.
window.measure = (() => {
  const FOCUSABLE =
    "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex], [contenteditable=true]";

  const name = (one) => one.outerHTML.replace(/\s+/g, " ").slice(0, 140);
  const seen = (one) => one.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true });
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];

  // A checkbox may be drawn by its label: what is looked at, and pressed, is both.
  const drawn = (one) => {
    const label = one.labels?.[0];
    const small = one.getBoundingClientRect().width < 2 || getComputedStyle(one).opacity === "0";
    return small && label ? label : one;
  };

  // ---------------------------------------------------------------- the keyboard

  const stops = () => {
    const top = all("dialog:modal").at(-1) ?? document;
    const groups = new Set();
    return all(FOCUSABLE, top).filter((one) => {
      if (one.disabled || one.tabIndex < 0 || one.closest("[inert]") || !seen(drawn(one))) return false;
      if (one.type !== "radio") return true;
      const group = `${one.form?.id}/${one.name}`; // a group is one stop
      return !groups.has(group) && groups.add(group);
    });
  };

  let before = new Map();
  const LOOKS = ["outlineStyle", "outlineWidth", "outlineColor", "boxShadow", "borderColor", "backgroundColor",
    "color", "textDecorationLine", "borderWidth"];
  const look = (one) => LOOKS.map((property) => getComputedStyle(one)[property]).join("|");
  const around = (one) => [one, drawn(one), one.parentElement, one.closest("li, label, td, .ds-field")].filter(Boolean);

  let expected = [];
  const begin = () => {
    // Tab goes on from what had the focus last: from the top, that is to be the body.
    document.body.tabIndex = -1;
    document.body.focus();
    getSelection().collapse(document.body, 0);
    document.body.removeAttribute("tabindex");
    scrollTo(0, 0);
    expected = stops();
    before = new Map(all(FOCUSABLE).flatMap(around).map((one) => [one, look(one)]));
    return expected.length;
  };

  const sameStop = (one, other) => one === other ||
    (one?.type === "radio" && other?.type === "radio" && one.name === other.name && one.form === other.form);

  /** Where the focus is now: its place in the order, and what is wrong with it there. */
  const stop = () => {
    const one = document.activeElement;
    if (!one || one === document.body) return { at: -1, wrong: [] };
    const at = expected.findIndex((other) => sameStop(one, other));
    const wrong = [];
    if (at >= 0 && around(one).every((each) => before.get(each) === undefined || before.get(each) === look(each)))
      wrong.push(`focus does not show: ${name(one)}`);
    const ring = getComputedStyle(one);
    if (ring.outlineStyle !== "none" && parseFloat(ring.outlineWidth) > 0 && seen(one)) {
      const ratio = Math.max(contrast(paint(ring.outlineColor), behind(one.parentElement ?? one)),
        ring.boxShadow === "none" ? 0 : 3);
      if (ratio < 3) wrong.push(`the ring around it has ${ratio.toFixed(1)}:1: ${name(one)}`);
    }
    if (hidden(drawn(one))) wrong.push(`focus is covered: ${name(one)}`);
    return { at, wrong, html: name(one) };
  };

  const hidden = (one) => {
    const box = one.getClientRects()[0] ?? one.getBoundingClientRect();
    const points = [0.1, 0.5, 0.9].flatMap((x) => [0.15, 0.5, 0.85].map((y) => [box.left + box.width * x, box.top + box.height * y]));
    return !points.some(([x, y]) => {
      const there = document.elementFromPoint(x, y);
      return there && (one.contains(there) || there.contains(one) && getComputedStyle(there).position !== "fixed"
        || there.closest("label")?.control === one);
    });
  };

  /** Each stop in turn, in one go: for what a size or colours may do to what `begin` found. */
  const passing = () => {
    begin();
    return expected.flatMap((one) => {
      one.focus({ focusVisible: true });
      return stop().wrong;
    });
  };

  const skipped = () => expected.map(name);

  /** What is focused in another order than it is read in: numbered tabs, and boxes laid out anew. */
  const order = () => [
    ...all("[tabindex]").filter((one) => one.tabIndex > 0).map((one) => `numbered: ${name(one)}`),
    ...all("*").filter((box) => /flex|grid/.test(getComputedStyle(box).display) && seen(box)).flatMap((box) => {
      const parts = [...box.children].filter((part) => seen(part) && (part.matches(FOCUSABLE) || part.querySelector(FOCUSABLE)));
      return parts.slice(1).filter((part, i) => {
        const a = parts[i].getBoundingClientRect(), b = part.getBoundingClientRect();
        const fixed = [part, parts[i]].some((one) => /fixed|sticky|absolute/.test(getComputedStyle(one).position));
        return !fixed && (b.bottom <= a.top + 1 && b.left < a.right || b.right <= a.left + 1 && b.top < a.bottom - 1 && a.top < b.bottom - 1);
      }).map((part) => `after what it is drawn before: ${name(part)}`);
    }),
  ];

  // ---------------------------------------------------------------- sizes

  // In a sentence the line decides how high a link is: the exception of WCAG 2.5.8.
  const inline = (one) => {
    if (getComputedStyle(one).display !== "inline") return false;
    let line = one.parentElement;
    while (getComputedStyle(line).display === "inline") line = line.parentElement;
    const links = all("a", line).map((link) => link.textContent).join("");
    return line.textContent.replace(/[^\p{L}]/gu, "").length > links.replace(/[^\p{L}]/gu, "").length;
  };

  /** WCAG 2.5.8: 24 by 24 pixels, or a circle of 24 around it that meets no other. */
  const targets = () => {
    const boxes = all("a[href], button, input:not([type=hidden]), select, textarea, summary")
      .filter((one) => !one.disabled && one.ariaHidden !== "true" && seen(drawn(one)) && !inline(one))
      .map((one) => ({ one, box: (one.labels?.[0] && /radio|checkbox/.test(one.type) ? one.labels[0] : drawn(one)).getBoundingClientRect() }))
      .filter(({ box }) => box.width > 0);
    const away = ({ box }, x, y) => Math.hypot(Math.max(box.left - x, 0, x - box.right), Math.max(box.top - y, 0, y - box.bottom));
    return boxes.filter((each) => {
      const { box } = each;
      if (box.width >= 23.5 && box.height >= 23.5) return false;
      const x = (box.left + box.right) / 2, y = (box.top + box.bottom) / 2;
      return boxes.some((other) => other !== each && !other.one.contains(each.one) && !each.one.contains(other.one) && away(other, x, y) < 12);
    }).map(({ one, box }) => `${Math.round(box.width)}×${Math.round(box.height)}: ${name(one)}`);
  };

  /** What asks for scrolling sideways: the page, or what is neither a table nor a drawing. */
  const sideways = () => {
    const root = document.documentElement;
    if (root.scrollWidth <= innerWidth) return [];
    const wide = all("body *").filter((one) => one.getBoundingClientRect().right > innerWidth + 1 && seen(one));
    return [`${root.scrollWidth} px wide in ${innerWidth}: ${wide.slice(-1).map(name)}`];
  };

  /** Text that is cut off by its own box. */
  const clipped = () => all("body *").filter((one) => {
    const { overflowX, overflowY } = getComputedStyle(one);
    if (!/hidden|clip/.test(overflowX + overflowY) || !seen(one) || !one.textContent.trim()) return false;
    if (one.closest("[aria-expanded=false]")) return false; // shortened until it is opened
    if (aloud(one) || one.closest("svg, [role=listbox]")) return false; // a row is shown whole beside
    return one.scrollHeight > one.clientHeight + 2 && /hidden|clip/.test(overflowY) && one.clientHeight > 0
      || one.scrollWidth > one.clientWidth + 2 && /hidden|clip/.test(overflowX) && one.clientWidth > 0;
  }).map((one) => `cut off: ${name(one)}`);

  // What is only read aloud lies anywhere.
  const aloud = (one) => {
    for (let at = one; at; at = at.parentElement) {
      const { clipPath, overflow } = getComputedStyle(at);
      if (clipPath !== "none" || (/hidden|clip/.test(overflow) && (at.offsetWidth < 3 || at.offsetHeight < 3))) return true;
    }
    return false;
  };

  // What a box that rolls has rolled away is not seen.
  const inSight = (one) => {
    let [low, high] = [-Infinity, Infinity];
    for (let at = one; at && at !== document.body; at = at.parentElement) {
      if (getComputedStyle(at).overflowY === "visible") continue;
      const { top, bottom } = at.getBoundingClientRect();
      [low, high] = [Math.max(low, top - 1), Math.min(high, bottom + 1)];
    }
    return [low, high];
  };

  /** Text that lies over other text: two boxes of letters that share more than an edge. */
  const overlapping = () => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const lines = [];
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const one = node.parentElement;
      if (!/\S/.test(node.data) || !seen(one) || one.closest("script, style, option, svg, [role=listbox], .ds-skip-link")) continue;
      if (aloud(one)) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      const [low, high] = inSight(one);
      for (const box of range.getClientRects()) if (box.width > 2 && box.height > 2 && box.top >= low && box.bottom <= high) lines.push({ one, box, y: box.top + box.height * 0.35, h: box.height * 0.3 });
    }
    lines.sort((a, b) => a.y - b.y);
    const found = [];
    const fixed = (one) => { for (let at = one; at; at = at.parentElement) if (/fixed|sticky/.test(getComputedStyle(at).position)) return true; return false; };
    for (let i = 0; i < lines.length && found.length < 5; i++) for (let j = i + 1; j < lines.length && lines[j].y < lines[i].y + lines[i].h; j++) {
      const a = lines[i], b = lines[j];
      const wide = Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left);
      if (wide > 3 && a.one !== b.one && !fixed(a.one) && !fixed(b.one)) { found.push(`over other text: ${name(b.one)}`); break; }
    }
    return found;
  };

  const styled = (css) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    document.adoptedStyleSheets = css ? [sheet] : [];
  };

  // ---------------------------------------------------------------- colours

  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const paint = (colour) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
    return { rgb: [r, g, b], a: a / 255 };
  };
  const behind = (one) => {
    for (let at = one; at; at = at.parentElement) {
      const found = paint(getComputedStyle(at).backgroundColor);
      if (found.a > 0.5) return found;
    }
    return paint(getComputedStyle(document.documentElement).colorScheme.includes("dark") ? "black" : "white");
  };
  const light = ({ rgb }) => {
    const [r, g, b] = rgb.map((v) => v / 255).map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (a, b) => {
    if (a.a < 0.5) return 0;
    const [low, high] = [light(a), light(b)].sort((x, y) => x - y);
    return (high + 0.05) / (low + 0.05);
  };

  /** WCAG 1.4.11: the edge, or the filling, by which a field is known stands out by 3:1. */
  const edges = () => all("input:not([type=hidden], [type=submit]), select, textarea").filter((one) => seen(one) && !one.disabled && !one.readOnly && drawn(one) === one).flatMap((one) => {
    const style = getComputedStyle(one), back = behind(one.parentElement);
    if (style.appearance === "auto" && /checkbox|radio|range|file/.test(one.type)) return [];
    const sides = ["Top", "Bottom", "Left"].map((side) => parseFloat(style[`border${side}Width`]) > 0 ? contrast(paint(style[`border${side}Color`]), back) : 0);
    const shadow = style.boxShadow.match(/(?:rgba?|color|oklch|oklab)\([^)]*\)/)?.[0];
    const ratio = Math.max(...sides, contrast(paint(style.backgroundColor), back), shadow ? contrast(paint(shadow), back) : 0);
    return ratio < 3 ? [`${ratio.toFixed(1)}:1: ${name(one)}`] : [];
  });

  // ---------------------------------------------------------------- movement, and what hovers

  const moving = () => document.getAnimations().filter((each) => each.playState === "running" && each.effect?.getComputedTiming().duration > 10)
    .map((each) => `${each.animationName ?? each.transitionProperty} on ${name(each.effect.target)}`);

  const rules = (list) => [...list].flatMap((rule) => [rule, ...(rule.cssRules ? rules(rule.cssRules) : [])]);
  const everyRule = () => [...document.styleSheets].flatMap((sheet) => rules(sheet.cssRules));

  /** WCAG 2.3.1: nothing repeats faster than three times a second. */
  const flashing = () => all("*").filter((one) => {
    const { animationName, animationDuration, animationIterationCount } = getComputedStyle(one);
    return animationName !== "none" && parseFloat(animationDuration) < 0.34 && animationIterationCount !== "1";
  }).map(name);

  /** WCAG 1.4.13: nothing is told by a pointer that rests, neither by a title nor by a rule. */
  const hovering = () => [
    ...all("[title]:not(iframe, abbr, code)").filter(seen).map((one) => `title: ${name(one)}`),
    ...everyRule().filter((rule) => /:hover/.test(rule.selectorText ?? "") && !/:focus/.test(rule.selectorText) && /^(display|visibility|content)$/m.test([...(rule.style ?? [])].join("\n")))
      .map((rule) => `rule: ${rule.selectorText}`),
  ];

  // ---------------------------------------------------------------- words

  const spoken = (one) => one.getAttribute("aria-label") ?? (one.getAttribute("aria-labelledby") ?? "").split(" ").map((id) => document.getElementById(id)?.textContent ?? "").join(" ");
  const plain = (words) => words.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ").trim();
  const shown = (one) => {
    const copy = one.cloneNode(true);
    for (const part of all("[aria-hidden=true], .ds-sr-only, .sr-only, svg, select, textarea", copy)) part.remove();
    return plain(copy.textContent);
  };

  /** WCAG 2.5.3: who says what stands on it, hits it. */
  const labels = () => all("button, a[href], [role=button], summary").filter((one) => seen(one) && spoken(one).trim())
    .filter((one) => !plain(spoken(one)).includes(shown(one))).map((one) => `«${shown(one)}» is not in its name: ${name(one)}`);

  const OWN = { password: /current-password|new-password/, email: /email/, tel: /tel/ };
  /** WCAG 1.3.5 and 3.3.8: fields about oneself can be filled in by the browser, and pasted into. */
  const fields = () => all("input, textarea").filter(seen).flatMap((one) => {
    const wanted = OWN[one.type] ?? (one.name === "login" ? /username/ : null);
    const about = one.form?.action.match(/kontoer|medlem|kunngjoring|motebok/); // fields about others
    const wrong = wanted && !about && !wanted.test(one.autocomplete) ? [`no autocomplete: ${name(one)}`] : [];
    if (one.type !== "password") return wrong;
    const paste = new ClipboardEvent("paste", { bubbles: true, cancelable: true });
    one.dispatchEvent(paste);
    return paste.defaultPrevented ? [...wrong, `refuses what is pasted: ${name(one)}`] : wrong;
  });

  /** WCAG 3.3.1 and 3.3.2: what is wrong with a field is tied to it, in words. */
  const faults = () => [
    ...all("[aria-invalid=true]").filter((one) => {
      const told = (one.getAttribute("aria-describedby") ?? one.getAttribute("aria-errormessage") ?? "").split(" ");
      return !told.some((id) => document.getElementById(id)?.textContent.trim());
    }).map((one) => `wrong, and not told why: ${name(one)}`),
    ...all("[aria-describedby], [aria-labelledby], [aria-controls]").flatMap((one) => ["aria-describedby", "aria-labelledby"]
      .flatMap((told) => (one.getAttribute(told) ?? "").split(" ").filter((id) => id && !document.getElementById(id)))
      .map((id) => `${id} is nowhere: ${name(one)}`)),
  ];

  /** Tables have headings that say which way they head; links say where they lead. */
  const tables = () => [
    ...all("table").filter(seen).filter((one) => !one.querySelector("th")).map((one) => `no headings: ${name(one)}`),
    ...all("table th:not([scope])").filter(seen).filter((one) => one.textContent.trim()).map((one) => `heads neither way: ${name(one)}`),
  ];

  /** One heading of level 1, and none that skips a level; what a preview shows is another page. */
  const outline = () => {
    const levels = all("h1, h2, h3, h4, h5, h6").filter((one) => seen(one) && !one.closest(".draft, dialog:not([open])"))
      .map((one) => Number(one.tagName[1]));
    const first = levels.filter((level) => level === 1).length;
    return [
      ...(first === 1 ? [] : [`${first} headings of level 1`]),
      ...levels.slice(1).flatMap((level, i) => (level > levels[i] + 1 ? [`level ${level} after level ${levels[i]}`] : [])),
    ];
  };

  /** What a page says by its headings and by what can be pressed, but for long lists. */
  const gist = () => all("h1, h2, h3, button, label").filter((one) => seen(one) && !one.closest("[role=listbox]"))
    .map((one) => one.textContent.trim());

  const languages = () => all("a[hreflang]").filter((one) => one.lang !== one.hreflang && one.closest("nav, .languages")).map((one) => `not marked: ${name(one)}`);

  /** What stands in the same place on every page: the way past it, the head, the foot. */
  const frame = () => ({
    skip: document.querySelector(".ds-skip-link")?.getAttribute("href") ?? "",
    head: all(".site-head a").map((one) => one.textContent.trim()),
    foot: all(".site-foot a").map((one) => one.textContent.trim()),
  });

  /** What is said aloud from now on, without the focus moving: WCAG 4.1.3. A region has to be there
   * before its words; only an alert may come with them. */
  const LIVE = "[role=status], [role=alert], [role=log], [aria-live=polite], [aria-live=assertive]";
  const said = [];
  const listen = () => {
    said.length = 0;
    new MutationObserver((changes) => {
      for (const { target, addedNodes } of changes) {
        const at = target instanceof Element ? target : target.parentElement;
        const come = [...addedNodes].filter((one) => one instanceof Element);
        const alerts = come.flatMap((one) => (one.matches("[role=alert]") ? [one] : all("[role=alert]", one)));
        for (const one of [at?.closest(LIVE), ...alerts]) if (one) said.push(one.textContent.trim().toLowerCase());
      }
    }).observe(document.body, { childList: true, characterData: true, subtree: true });
    return [];
  };
  const heard = () => said;

  return { begin, passing, listen, heard, stop, skipped, order, targets, sideways, clipped, overlapping, styled, edges, moving,
    flashing, hovering, labels, fields, faults, tables, languages, frame, outline, gist };
})();
