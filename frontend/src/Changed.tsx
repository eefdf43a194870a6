// A text with what changed in it: underlined where it is new, struck through where it is gone; plain
// where nearly all is.
import { Fragment } from "preact";

import { helps, wordDiff } from "./diff";

export function Changed({ before, after }: { before: string; after: string }) {
  const pieces = wordDiff(before, after);
  if (!before || !helps(pieces)) return <>{after}</>;
  return (
    <>
      {pieces.map(({ kind, text }, i) => {
        if (kind === "same") return text;
        const words = text.trimEnd();
        const after = text.slice(words.length);
        return (
          <Fragment key={i}>
            {kind === "new" ? <ins>{words}</ins> : <del>{words}</del>}
            {after}
          </Fragment>
        );
      })}
    </>
  );
}
