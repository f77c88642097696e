import { defineConfig } from "vite";

// The page: static files that work from any folder of any host.
export default defineConfig({
  base: "./",
  build: {
    target: "es2022",
    outDir: "dist",
    // A strict policy (`script-src 'self'`) forbids inline scripts and data: URLs.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: true,
  },
  worker: { format: "es" },
});
