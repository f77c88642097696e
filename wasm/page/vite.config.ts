import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

const beside = (path: string) => fileURLToPath(new URL(path, import.meta.url));

// The page: static files that work from any folder of any host.
export default defineConfig({
  base: "./",
  // The npm package as `make wasm` writes it.
  resolve: { alias: { "veyl/client": beside("../pkg/client.js") } },
  build: {
    target: "es2022",
    outDir: "dist",
    // A strict policy (`script-src 'self'`) forbids inline scripts and data: URLs.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // The terms of all that is bundled go with it.
    license: { fileName: "licences.md" },
  },
  worker: { format: "es" },
  server: { fs: { allow: [beside("../..")] } },
});
