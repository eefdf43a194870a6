// A link to another page, in a window of its own, so that nobody leaves the hall by mistake.
import { _ } from "../i18n";

export function Away({ href, children }: { href: string; children: string }) {
  if (!href) return null;
  return (
    <a class="ds-link" href={href} target="_blank" rel="noopener">
      {children}
      <span aria-hidden="true"> ↗</span>
      <span class="ds-sr-only"> {_("(opens in a new window)")}</span>
    </a>
  );
}
