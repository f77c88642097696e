import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

const beside = (path: string) => fileURLToPath(new URL(path, import.meta.url));

// The page that measures both engines and compares their views. It is no part of what is served.
export default defineConfig({
  root: "bench",
  base: "./",
  publicDir: false,
  resolve: {
    alias: [
      { find: "veyl/client", replacement: beside("../pkg/client.js") },
      { find: /^veyl$/, replacement: beside("../pkg/veyl.js") },
    ],
  },
  build: {
    target: "es2022",
    outDir: "../dist-bench",
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  worker: { format: "es" },
});
