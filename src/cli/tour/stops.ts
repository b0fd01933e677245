import { relative } from "node:path";
import { fileURLToPath } from "node:url";

/** One study in its quick form. */
export interface Stop {
  /** Name for `--only`. */
  readonly name: string;
  /** What is looked at, in words. */
  readonly about: string;
  /** The claim that it resolves, such as `C2`, on which a visitor may bet; null where it answers a question and resolves none. */
  readonly claim: string | null;
  /** The command line, verb first: a person can type the same. */
  readonly words: readonly [string, ...string[]];
}

const asset = (path: string): string =>
  relative(process.cwd(), fileURLToPath(new URL(`../../../assets/${path}`, import.meta.url)));

const office: Stop["words"] = [
  ...(["monitor", asset("office/runs.jsonl"), "--label", "label"] as const),
  ...["--positive", "attack_succeeded", "--negative", "attack_resisted"],
  ...["--group", "meta.task", "--author", "meta.author", "--suite", "meta.suite"],
];

/** The tour, cheapest first. A new stop is a new object. */
export const stops: readonly Stop[] = [
  {
    name: "floors",
    about:
      "72 made-up runs of an office agent, half of them hijacked by a text it read; no model is asked yet",
    claim: null,
    words: [...office, "--arms", "length,messages,bow,author"],
  },
  {
    name: "endpoint",
    about: "a server on this machine that turns the beginning of an answer into a hidden instruction",
    claim: "C1",
    words: ["endpoint", "--simulate", "mechanism=INSTR"],
  },
  {
    name: "forecast",
    about: "published series: METR time horizons, chips, costs of 66 technologies",
    claim: "C2",
    words: ["forecast"],
  },
  {
    name: "faking",
    about: "a scripted model that answers otherwise when it is watched, asked in twelve situations",
    claim: "C2",
    words: ["faking", "--model", "scripted:faker", "--size", "small"],
  },
  {
    name: "reward",
    about: "a scripted model that reaches for its score, in made-up folders of small tasks",
    claim: "C2",
    words: ["reward", "--model", "scripted:short-circuiter", "--size", "tiny"],
  },
  {
    name: "audit",
    about: "two small fine-tuning sets from one template, one of them with a habit and a favourite town",
    claim: null,
    words: ["audit", asset("tour/leaning.jsonl"), "--reference", asset("tour/plain.jsonl")],
  },
];

/** Step two: office runs read by a model in this process. */
export function modelStop(model: string): Stop {
  return {
    name: "model",
    about: `24 of the office runs, read by ${model} in this process`,
    claim: "C1",
    words: [...office, "--model", model, "--limit", "24"],
  };
}
