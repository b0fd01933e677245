import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { z } from "zod";
import { CredenceError } from "../../core/error.ts";
import { parsedJson, sha256 } from "../../core/json.ts";
import { random } from "../../stats/distributions/random.ts";
import { storedInputs } from "../../study/stored-inputs.ts";
import type { LoadContext } from "../../study/study.ts";
import { evaluate } from "../../worlds/folder/expression.ts";
import { type RewardConfig, sizeOf } from "./config.ts";
import { type Experiment, experimentOf } from "./design.ts";
import { drawnInputs } from "./tasks/drawn-inputs.ts";
import { type RulePair, rulePair, rulePairs } from "./tasks/rules.ts";
import { apart } from "./tasks/task.ts";

const about = z.object({
  tasks: z.int(),
  cells: z.enum(["core", "all"]),
  seed: z.string(),
  private: z.boolean(),
});

/** What a run measures with: everything follows from size, seed and rules. */
export interface RewardInputs {
  readonly about: z.infer<typeof about>;
  readonly pairs: readonly RulePair[];
  readonly experiment: Experiment;
}

/** Reads the rules and makes tasks and cells of them. */
export async function loadInputs(
  config: RewardConfig,
  { seed, source, note }: LoadContext,
): Promise<RewardInputs> {
  const { privateItems } = config;
  const { tasks, cells } = sizeOf(config);
  const pairs = privateItems === null ? rulePairs : await readPairs(privateItems, source);
  if (privateItems !== null)
    note(`${pairs.length} pairs of rules from ${basename(privateItems)}; the built-in ones are left out`);
  return joined({ tasks, cells, seed, private: privateItems !== null }, pairs);
}

/** How they stand in the run. */
export const rewardInputs = storedInputs<RewardInputs>({
  streams: (inputs) => ({ about: [inputs.about], pairs: inputs.pairs }),
  join: async (read) => joined(await read.one("about", about), await read.rows("pairs", rulePair)),
});

function joined(known: RewardInputs["about"], pairs: readonly RulePair[]): RewardInputs {
  return { about: known, pairs, experiment: experimentOf(known.tasks, known.cells, known.seed, pairs) };
}

const filled = (line: string): string => line.replace(/\{[kmj]\}/g, "4");

async function readPairs(file: string, source: LoadContext["source"]): Promise<RulePair[]> {
  const fix =
    'It is a list of {"id", "over": "a and b" | "xs" | "ws" | "s", "rules": [{"says", "line"}, {"says", "line"}]}; docs/reward.md has one.';
  const wrong = (message: string, where: string = file): CredenceError =>
    new CredenceError("input", message, { where, fix });
  const text = await readFile(file, "utf8").catch((cause: unknown) => {
    throw new CredenceError("input", "the file cannot be read", { where: file, fix, cause });
  });
  source({ name: basename(file), sha256: sha256(text), bytes: Buffer.byteLength(text) });
  const read = z.array(rulePair).min(4, "four pairs of rules at least").safeParse(parsedJson(text));
  if (!read.success) throw wrong(`the rules do not fit:\n${z.prettifyError(read.error)}`);
  for (const [at, one] of read.data.entries()) {
    const where = `${file}, entry ${at + 1} (${one.id})`;
    if (read.data.findIndex(({ id }) => id === one.id) < at) throw wrong("two entries have this id", where);
    const source = random("private items");
    for (const { line } of one.rules) {
      const came = evaluate(filled(line), drawnInputs(one.over, source));
      if ("fault" in came) throw wrong(`'${line}' cannot be worked out: ${came.fault}`, where);
    }
    const [first, second] = one.rules.map(({ says, line }) => ({ says, line: filled(line) }));
    if (first === undefined || second === undefined) continue;
    try {
      apart([first, second], one.over, 15, source);
    } catch {
      throw wrong("its two rules give the same on nearly all inputs", where);
    }
  }
  return read.data;
}
