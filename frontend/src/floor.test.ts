// The pages' stylesheets are served as they are written: they too are to be read by the oldest
// browser that the screens are built for.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { Features, transform } from "lightningcss";
import { expect, test } from "vitest";

import config from "../vite.config";

const PAGES = join(import.meta.dirname, "../../app/static");
const [, major, minor] = /safari(\d+)\.(\d+)/.exec(String(config.build?.target)) as unknown as string[];
const version = (Number(major) << 16) | (Number(minor) << 8);

/** Safari has drawn it without a prefix since 12.1, whatever Lightning CSS believes. */
const known = (css: string) => css.replace(/\s*-webkit-text-decoration-color:.*/g, "");

const files = readdirSync(PAGES).filter((name) => name.endsWith(".css"));

// What would have to be rewritten for the oldest browser is not written.
test.each(files)("%s says nothing that the oldest Safari does not read", (filename) => {
  const code = readFileSync(join(PAGES, filename));
  const written = transform({ filename, code, include: Features.MediaRangeSyntax });
  const rewritten = transform({ filename, code, targets: { safari: version, ios_saf: version } });
  expect(known(rewritten.code.toString())).toBe(known(written.code.toString()));
  expect(code.toString()).not.toMatch(/\((width|height)\s*[<>]/); // the one thing both rewrite
});
