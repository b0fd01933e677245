import { z } from "zod";
import { CredenceError } from "../../core/error.ts";

/** What a server may do with a trailing assistant turn. */
const mechanisms = ["TRUE", "CLOSED", "CONT", "INSTR", "FLIP", "DROP", "FAKE-ECHO", "REJECT"] as const;
export type Mechanism = (typeof mechanisms)[number];

/** Forms of API that can be served. */
const apis = ["chat", "responses", "messages", "completions"] as const;
export type ApiName = (typeof apis)[number];

const reasonings = ["none", "shown", "declared", "covert"] as const;
const usages = ["honest", "omitted", "forged:true", "forged:constant", "forged:noise"] as const;
const faults = ["429", "500", "cut"] as const;
export type FaultKind = (typeof faults)[number];
const templateNames = ["chatml", "llama3", "gemma", "mistral", "plain"] as const;

type ReasoningKind = (typeof reasonings)[number];
type UsageKind = (typeof usages)[number];

/** How a simulated endpoint behaves. */
export interface Knobs {
  readonly mechanism: Mechanism;
  /** Share of calls with thoughts, whatever the request says, and what is seen of them. */
  readonly reasoning: { readonly kind: ReasoningKind; readonly rate: number };
  /** Where shown thoughts stand: in the API's own place, or in the text between `<think>` and `</think>`. */
  readonly shownAs: "field" | "tags";
  readonly usage: UsageKind;
  /** What is served. */
  readonly api: readonly ApiName[];
  /** How often a model that sees the prefill in a finished turn goes on as if it were open: 1 is perfect camouflage. */
  readonly skill: number;
  /** Share of degenerate replies. */
  readonly noise: number;
  readonly template: (typeof templateNames)[number];
  /** One token more in front of every prompt. */
  readonly bos: boolean;
  /** A token more or less where the last text meets the template. */
  readonly merges: boolean;
  /** The prefill stands in front of the continuation. */
  readonly echo: boolean;
  /** White space around replies is cut off. */
  readonly trim: boolean;
  /** INSTR raises the cap by the prefill's length and hides its own tokens from usage. */
  readonly careful: boolean;
  /** `continue_final_message` in a chat request is obeyed. */
  readonly flags: boolean;
  /** Log-probabilities that are asked for: given, left out without a word, or refused with status 400. Messages know none. */
  readonly logprobs: "on" | "off" | "refused";
  /** The hidden user turn of CONT. */
  readonly continueText: string;
  /** Do thoughts count against the cap on tokens? */
  readonly cap: "charged" | "free";
  /** Milliseconds before the first byte. */
  readonly latency: number;
  /** Most milliseconds that are added to it at random. */
  readonly jitter: number;
  /** Milliseconds a token. */
  readonly pace: number;
  /** Shares of calls that fail; together at most 1. */
  readonly fault: readonly { readonly kind: FaultKind; readonly share: number }[];
  /** Share of calls that go to another provider, and its mechanism. */
  readonly mix: { readonly mechanism: Mechanism; readonly share: number } | null;
  /** `scripted`, or a model reference. */
  readonly model: string;
  readonly seed: string;
}

/** A number from text; empty text is none. */
const numeric = z.unknown().transform((text) => (text === "" ? Number.NaN : Number(text)));
const share = numeric.pipe(z.number().min(0).max(1));
const milliseconds = numeric.pipe(z.number().min(0).max(60_000));
const mechanism = z
  .string()
  .transform((name) => name.toUpperCase())
  .pipe(z.enum(mechanisms));
const yesNo = z.enum(["yes", "no", "true", "false"]).transform((word) => word === "yes" || word === "true");
/** `WORD:SHARE`, or a word alone, which means always. */
const withShare = (text: string): { word: string; share: unknown } => {
  const at = text.lastIndexOf(":");
  return at === -1 ? { word: text, share: 1 } : { word: text.slice(0, at), share: text.slice(at + 1) };
};

/** Every knob: how its text is read, and its line in the list that an error shows. */
const knobs = {
  mechanism: mechanism
    .default("TRUE")
    .describe(`${mechanisms.join(" | ")}: what becomes of a trailing assistant turn`),
  reasoning: z
    .string()
    .transform((text) => {
      const { word, share: rate } = withShare(text);
      return { kind: word, rate };
    })
    .pipe(z.object({ kind: z.enum(reasonings), rate: share }))
    .transform(({ kind, rate }) => ({ kind, rate: kind === "none" ? 0 : rate }))
    .default({ kind: "none", rate: 0 })
    .describe(
      "none | shown:RATE | declared:RATE | covert:RATE: share of calls with thoughts, whatever the request says",
    ),
  shownAs: z
    .enum(["field", "tags"])
    .default("field")
    .describe(
      "field | tags: shown thoughts in the API's own place, or in the text between <think> and </think>",
    ),
  usage: z
    .enum(usages)
    .or(z.literal("forged").transform(() => "forged:true" as const))
    .default("honest")
    .describe(`${usages.join(" | ")}: what the reply says of tokens`),
  api: z
    .string()
    .transform((text) => text.split("+"))
    .pipe(z.array(z.enum(apis)).min(1))
    .default(["chat"])
    .describe(`${apis.join(" | ")}: what is served; several joined by +`),
  skill: share
    .default(0.5)
    .describe(
      "0 to 1: how often a model that sees the prefill in a finished turn goes on as if it were open",
    ),
  noise: share.default(0).describe("0 to 1: share of degenerate replies, as of a badly quantised model"),
  template: z
    .enum(templateNames)
    .default("chatml")
    .describe(`${templateNames.join(" | ")}: chat template and tokenizer`),
  bos: yesNo.default(false).describe("yes | no: one token more in front of every prompt"),
  merges: yesNo
    .default(false)
    .describe("yes | no: a token more or less where the last text meets the template"),
  echo: yesNo.default(false).describe("yes | no: the prefill stands in front of the continuation"),
  trim: yesNo.default(false).describe("yes | no: white space around replies is cut off"),
  careful: yesNo
    .default(false)
    .describe("yes | no: INSTR raises the cap by the prefill's length and hides its own tokens from usage"),
  flags: yesNo.default(false).describe("yes | no: continue_final_message in a chat request is obeyed"),
  logprobs: z
    .enum(["on", "off", "refused"])
    .default("on")
    .describe("on | off | refused: log-probabilities that are asked for are given, left out or refused"),
  continueText: z.string().min(1).default("Continue.").describe("the hidden user turn of CONT; no comma"),
  cap: z
    .enum(["charged", "free"])
    .default("charged")
    .describe("charged | free: do thoughts count against max_tokens?"),
  latency: milliseconds.default(0).describe("milliseconds before the first byte"),
  jitter: milliseconds.default(0).describe("most milliseconds that are added to it at random"),
  pace: milliseconds.default(0.2).describe("milliseconds a token"),
  fault: z
    .string()
    .transform((text) =>
      text.split("+").map((part) => {
        const { word: kind, share: often } = withShare(part);
        return { kind, share: often };
      }),
    )
    .pipe(z.array(z.object({ kind: z.enum(faults), share })))
    .default([])
    .describe("429:SHARE | 500:SHARE | cut:SHARE: share of calls that fail so; several joined by +"),
  mix: z
    .string()
    .transform((text) => {
      const { word, share: often } = withShare(text);
      return { mechanism: word, share: often };
    })
    .pipe(z.object({ mechanism, share }))
    .nullable()
    .default(null)
    .describe("MECHANISM:SHARE: share of calls that go to another provider, with that mechanism"),
  model: z
    .string()
    .min(1)
    .default("scripted")
    .describe("scripted, or a model reference such as local:smollm2-135m"),
  seed: z.string().default("0").describe("any text: the seed of all draws"),
};

const schema: z.ZodType<Knobs> = z.strictObject(knobs).superRefine((given, context) => {
  const needs = (path: string, message: string): void =>
    context.addIssue({ code: "custom", path: [path], message });
  if (given.reasoning.kind === "declared" && given.usage !== "honest") {
    needs("reasoning", "declared thoughts need usage=honest: where usage is not honest nothing is declared");
  }
  if (given.model !== "scripted" && given.api.includes("completions")) {
    needs("model", "raw text is served by the scripted model alone");
  }
  const sum = given.fault.reduce((total, fault) => total + fault.share, 0);
  if (sum > 1) needs("fault", `the shares add up to ${sum}, which is more than 1`);
});

/**
 * Reads a spec such as `mechanism=INSTR,reasoning=covert:0.3,usage=omitted,api=chat,skill=0.9`. A yes-or-no knob may stand
 * alone (`echo`); empty text is an honest endpoint.
 *
 * @throws CredenceError `usage` that says what does not fit and lists all knobs
 */
export function parseKnobs(text: string): Knobs {
  const given = new Map<string, string>();
  for (const part of text.split(",").map((piece) => piece.trim())) {
    if (part === "") continue;
    const at = part.indexOf("=");
    const name = at === -1 ? part : part.slice(0, at).trim();
    if (given.has(name)) throw unfit(text, `${name} is given twice`);
    given.set(name, at === -1 ? "yes" : part.slice(at + 1).trim());
  }
  const parsed = schema.safeParse(Object.fromEntries(given));
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) =>
    issue.code === "unrecognized_keys"
      ? `no knob ${issue.keys.join(", ")}`
      : `${issue.path.join(".")}: ${issue.message}`,
  );
  throw unfit(text, problems.join("; "));
}

function unfit(text: string, problem: string): CredenceError {
  const list = Object.entries(knobs).map(([name, knob]) => `  ${name}  ${knob.description ?? ""}`);
  return new CredenceError("usage", `the simulated endpoint cannot be set up: ${problem}`, {
    where: text,
    fix: `Write KNOB=VALUE,KNOB=VALUE of:\n${list.join("\n")}`,
  });
}

/** What a measurement of an endpoint should find. */
export interface Truth {
  readonly mechanism: Mechanism;
  /** Mechanism of another provider behind the same address, and the share of calls that it gets. */
  readonly mix: { readonly mechanism: Mechanism; readonly share: number } | null;
  readonly reasoning: { readonly kind: ReasoningKind; readonly rate: number };
  readonly usage: UsageKind;
}

/** The truth about an endpoint, for code that validates a measurement. An API of raw text alone has no turn to fake. */
export function truthOf(knobs: Knobs): Truth {
  const raw = knobs.api.every((api) => api === "completions");
  const { kind, rate } = knobs.reasoning;
  return {
    mechanism: raw ? "TRUE" : knobs.mechanism,
    mix: raw ? null : knobs.mix,
    reasoning: rate === 0 ? { kind: "none", rate: 0 } : { kind, rate },
    usage: knobs.usage,
  };
}
