// What Chromium 90 does not know is refused in our scripts; layout and style are biome's. Chromium 90 speaks ES2021 and some more.
import compat from "eslint-plugin-compat";
import esx from "eslint-plugin-es-x";

const KNOWN = ["no-top-level-await", "no-class-instance-fields", "no-class-static-fields", "no-private-in"];
// Told apart by name alone, `[].map` looks like an iterator's and `message.at` like a method: see tests/architecture.
const GUESSED = (rule) => /iterator-prototype|no-(array|string)-prototype-at$/.test(rule);
const newer = Object.entries(esx.configs["flat/restrict-to-es2021"].rules).filter(
  ([rule]) => !GUESSED(rule) && !KNOWN.some((name) => rule.endsWith(name)),
);

export default [
  {
    ...compat.configs["flat/recommended"],
    files: ["static/**/*.js"],
    settings: { browsers: ["chrome 90"], lintAllEsApis: true, "es-x": { aggressive: true } },
  },
  { files: ["static/**/*.js"], plugins: { "es-x": esx }, rules: Object.fromEntries(newer) },
];
