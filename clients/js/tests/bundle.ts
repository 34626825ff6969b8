import { fileURLToPath } from "node:url";
import { build, type Rolldown } from "vite";

/** The client as one module, as small as an application gets it. */
export async function bundle(): Promise<string> {
  const entry = fileURLToPath(new URL("../src/index.ts", import.meta.url));
  const [built] = (await build({
    configFile: false,
    logLevel: "silent",
    build: {
      write: false,
      lib: { entry, formats: ["es"] },
      // Vite leaves the spaces in a library.
      rolldownOptions: { output: { minify: true } },
    },
  })) as Rolldown.RolldownOutput[];
  // A hint for the next bundler doesn't get through it.
  return (built?.output[0].code ?? "").replaceAll("/* @__PURE__ */ ", "").trim();
}
