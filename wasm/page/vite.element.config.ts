import { defineConfig } from "vite";

// <veyl-dashboard> as one file of the npm package: the module's own client stays beside it.
export default defineConfig({
  publicDir: false,
  build: {
    target: "es2022",
    outDir: "dist-element",
    minify: true,
    license: { fileName: "LICENSE-dashboard.md" },
    lib: { entry: "src/element/dashboard.tsx", formats: ["es"], fileName: () => "dashboard.js" },
    rollupOptions: {
      external: ["veyl/client"],
      output: { paths: { "veyl/client": "./client.js" } },
    },
  },
});
