// The screens, one page and one stylesheet, at home under any path, built for iPadOS 15.4 and later:
// cascade layers, :has(), dialogs, BroadcastChannel and Array.at came with it, and all are needed.
import { defineConfig } from "vitest/config";

export default defineConfig({
  base: "./",
  publicDir: false,
  css: { transformer: "lightningcss" },
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: {
    target: ["safari15.4", "chrome109", "firefox115"],
    outDir: "../app/static/dist",
    emptyOutDir: true,
    manifest: "manifest.json",
    assetsDir: "",
    assetsInlineLimit: 0,
    modulePreload: false,
    rolldownOptions: {
      input: {
        tablet: "src/tablet/main.tsx",
        projector: "src/projector/main.tsx",
        control: "src/control/main.tsx",
        workbench: "src/workbench/main.tsx",
        mine: "src/mine/main.tsx",
        programme: "src/programme/main.tsx",
        waiting: "src/waiting/main.tsx",
        style: "src/style.css",
      },
    },
  },
  // A context each in a few threads: as apart as processes, for a third of their cost.
  test: { environment: "happy-dom", pool: "vmThreads" },
});
