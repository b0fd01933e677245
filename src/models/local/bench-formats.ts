import { statSync } from "node:fs";
import type { LocalModelFile } from "../files/local-file.ts";
import type { ChatPrompt, OpenOptions } from "../model.ts";
import { openLocal } from "./index.ts";
import { formats, requantised } from "./requantise.ts";

/** What one format of a model gives on this machine. */
export interface FormatSpeed {
  /** "as it came", or the name behind the @. */
  readonly format: string;
  readonly bytes: number;
  /** Input tokens a second while a yes or no is asked for; median of the rounds. */
  readonly tokensPerSecond: number;
  /** Mean and largest |change of log p(yes)| against the file as it came, nats. */
  readonly shift: { readonly mean: number; readonly largest: number };
}

const rounds = 3;
const answers = { yes: ["yes", "Yes"], no: ["no", "No"] };
const prompts: readonly ChatPrompt[] = Array.from({ length: 12 }, (_, i) => {
  const lines = Array.from(
    { length: 12 },
    (__, j) => `Line ${j}: the visit of day ${(i * 7 + j) % 30} moves to room ${i + j}.`,
  );
  return {
    kind: "chat",
    messages: [{ role: "user", content: `${lines.join(" ")} Is day ${i} named above? Answer yes or no.` }],
  };
});

/**
 * Measures a model's formats against one another, in turn and in rounds, so that a busy machine slows all of them alike. Formats that are
 * not there yet are made.
 */
export async function benchFormats(
  file: LocalModelFile,
  options: OpenOptions,
): Promise<readonly FormatSpeed[]> {
  const onProgress = options.onProgress ?? ((): void => {});
  const files = new Map([["as it came", file]]);
  for (const format of Object.keys(formats)) files.set(format, await requantised(file, format, onProgress));
  const rates = new Map<string, number[]>();
  const said = new Map<string, readonly number[]>();
  for (let round = 0; round < rounds; round++) {
    for (const [at, [format, one]] of [...files].entries()) {
      onProgress((round * files.size + at) / (rounds * files.size), `timing ${one.name}`);
      // Opened anew each time: nothing of an earlier round is in its cache.
      const model = await openLocal(one, options);
      try {
        const before = model.counters.tokens;
        const began = performance.now();
        const logProbs: number[] = [];
        for (const prompt of prompts) {
          const reply = await model.capabilities.choose?.({ prompt, answers });
          if (reply?.ok === true) logProbs.push(Math.log(reply.value.probabilities.yes ?? Number.NaN));
        }
        const seconds = (performance.now() - began) / 1000;
        rates.set(format, [...(rates.get(format) ?? []), (model.counters.tokens - before) / seconds]);
        said.set(format, logProbs);
      } finally {
        await model.close();
      }
    }
  }
  onProgress(1, "timing");
  const source = said.get("as it came") ?? [];
  return [...files].map(([format, { path }]) => {
    const shifts = (said.get(format) ?? []).map((value, i) => Math.abs(value - (source[i] ?? Number.NaN)));
    return {
      ...{ format, bytes: statSync(path).size },
      tokensPerSecond:
        (rates.get(format) ?? []).toSorted((a, b) => a - b)[Math.floor(rounds / 2)] ?? Number.NaN,
      shift: {
        mean: shifts.reduce((sum, shift) => sum + shift, 0) / shifts.length,
        largest: Math.max(...shifts),
      },
    };
  });
}
