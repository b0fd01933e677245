// Asks a simulated endpoint through the whole study, over an injected fetch or a real socket.
import {
  type ChatTemplate,
  type Knobs,
  listen,
  parseKnobs,
  simulatedEndpoint,
} from "../../src/worlds/endpoints/index.ts";
import { type Driven, driveEndpoint } from "./drive.ts";

/** One drive through one world. */
export async function inWorld(
  knobs: string,
  options: {
    readonly seed?: string;
    readonly settings?: Readonly<Record<string, unknown>>;
    readonly template?: ChatTemplate;
    readonly socket?: boolean;
  } = {},
): Promise<Driven & { readonly knobs: Knobs }> {
  const seed = options.seed ?? "1";
  const parsed = parseKnobs(`${knobs},seed=${seed.replaceAll(/[,=]/g, " ")}`);
  const server = await simulatedEndpoint(parsed, {
    // Nobody waits for a simulated model.
    sleep: async () => {},
    ...(options.template === undefined ? {} : { template: options.template }),
  });
  const path = `?api=${parsed.api[0] ?? "chat"}#simulated`;
  const { settings = {} } = options;
  if (options.socket !== true) {
    const driven = await driveEndpoint(`http://127.0.0.1:1/v1${path}`, {
      fetch: server.fetch,
      settings,
      seed,
    });
    return { ...driven, knobs: parsed };
  }
  const listening = await listen(server);
  try {
    return { ...(await driveEndpoint(`${listening.url}${path}`, { settings, seed })), knobs: parsed };
  } finally {
    await listening.close();
  }
}

/** The prefill's verdict in one word: the mechanism where one is named. */
export function said({ analysis }: Driven): string {
  const { prefill } = analysis.results;
  if (prefill === null) return "nothing";
  if (prefill.verdict !== "not honoured") return prefill.verdict;
  return prefill.mechanism ?? "not honoured";
}

/** Is that right, wrong, or open? */
export function judged(mechanism: string, word: string): "right" | "wrong" | "open" {
  if (word === "undecided" || word === "nothing") return "open";
  if (mechanism === "TRUE") return word === "honoured" ? "right" : "wrong";
  if (mechanism === "REJECT") return word === "rejected" ? "right" : "wrong";
  return word === mechanism || word === "not honoured" ? "right" : "wrong";
}
