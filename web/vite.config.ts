import { lingui } from "@lingui/vite-plugin";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { macros } from "./build/macros.ts";

const SERVICE = process.env.SIGNET_URL ?? "http://127.0.0.1:8000";
const OF_THE_SERVICE = ["/api", "/admin", "/static", "/.well-known", "/activate", "/reset", "/confirm"];

// Built into the static files of the service, one script and one style sheet, and a script for each
// language. Django adds what its names need.
export default defineConfig(({ command }) => ({
  base: command === "build" ? "/static/signet_server/web/" : "/",
  plugins: [macros(), react(), lingui()],
  server: { proxy: Object.fromEntries(OF_THE_SERVICE.map((path) => [path, SERVICE])) },
  build: {
    outDir: "../src/signet_server/static/signet_server/web",
    emptyOutDir: true,
    cssCodeSplit: false,
    modulePreload: false,
    rolldownOptions: {
      input: "src/main.tsx",
      output: {
        entryFileNames: "app.js",
        // The catalogues but English, each by the name of its language.
        chunkFileNames: "[name].js",
        assetFileNames: "app.[ext]",
        comments: { legal: true },
      },
    },
  },
  test: { environment: "node", include: ["tests/**/*.test.ts"], setupFiles: "tests/english.ts" },
}));
