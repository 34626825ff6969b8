import { transformAsync } from "@babel/core";
import type { Plugin } from "vite";

const SOURCE = /\.tsx?$/;
const MACRO = /from "@lingui\/(core|react)\/macro"/;

/** Turns Lingui's macros into calls, and leaves everything else of a file to Vite. */
export const macros = (): Plugin => ({
  name: "signet-macros",
  enforce: "pre",
  async transform(code, id) {
    if (!SOURCE.test(id) || !MACRO.test(code)) return null;
    const made = await transformAsync(code, {
      filename: id,
      babelrc: false,
      configFile: false,
      sourceMaps: true,
      parserOpts: { plugins: ["typescript", "jsx"] },
      plugins: ["@lingui/babel-plugin-lingui-macro"],
    });
    return made?.code ? { code: made.code, map: made.map } : null;
  },
});
