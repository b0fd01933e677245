// `npm start`: the monitor study on the shipped office runs with the small embedded model.
import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import { credence } from "./program.ts";

const runs = relative(
  process.cwd(),
  fileURLToPath(new URL("../../assets/office/runs.jsonl", import.meta.url)),
);
const words = [
  "monitor",
  runs,
  ...["--label", "label", "--positive", "attack_succeeded", "--negative", "attack_resisted"],
  ...["--group", "meta.task", "--author", "meta.author", "--suite", "meta.suite"],
  ...["--model", "smollm2-135m", "--limit", "24"],
];

console.error(
  "credence measures whether a monitor on the agent's own prefix is worse than one given a fresh transcript,",
);
console.error("here on 24 synthetic office runs, with a small model in this process. The same as:");
console.error(`\n  npx credence ${words.join(" ")}\n`);
await credence([...words, ...process.argv.slice(2)]);
