import { type JsonObject, sha256 } from "../core/json.ts";
import type { Usage } from "../core/outcome.ts";
import { auroc } from "../stats/ranking/auroc.ts";
import { inspectMessages } from "./inspect-messages.ts";
import { inspectTools, toolsKey } from "./inspect-tools.ts";
import type { RunScore, ScoredRun, ScoredRuns, ScoreStatus, ScoringArm } from "./scored-runs.ts";
import { type MemberText, zipOf } from "./write-zip.ts";

/** What the log says of itself. */
export interface LogAbout {
  readonly task: string;
  readonly taskVersion: string;
  /** The run's id and the hash of its registration. */
  readonly run: string;
  readonly hash: string;
  /** When it was registered, ISO 8601. */
  readonly at: string;
  /** Of credence, when it was registered. */
  readonly version: string;
  /** Reference of the model that scored; null where none did. */
  readonly model: string | null;
}

/**
 * Scores as an Inspect log (`.eval`, log version 2): one sample an agent run with its messages, the label as target, and one score
 * an arm. A run without a score has NaN there, as Inspect marks what is unscored, with the reason beside it.
 */
export function inspectLogArchive(scored: ScoredRuns, about: LogAbout): AsyncGenerator<Uint8Array> {
  const ids = sampleIds(scored.runs);
  const sums = sumsOf(scored);
  const start = {
    version: 2,
    eval: specOf(scored, ids, about),
    plan: { name: "plan", steps: [], config: {} },
  };
  const header = {
    version: 2,
    status: "success",
    eval: start.eval,
    plan: start.plan,
    results: {
      total_samples: ids.length,
      completed_samples: ids.length,
      scores: sums.scores,
    },
    stats: { started_at: about.at, completed_at: "", model_usage: modelUsage(sums.usage), role_usage: {} },
    invalidated: false,
    tags: [],
    metadata: {},
  };
  const whole = (name: string, value: JsonObject): MemberText => ({
    name,
    text: () => [JSON.stringify(value)],
  });
  return zipOf(
    (function* () {
      yield whole("_journal/start.json", start);
      let i = 0;
      for (const run of scored.runs) {
        const id = ids[i++] ?? "";
        yield {
          name: `samples/${id}_epoch_1.json`,
          text: () => [sampleText(id, run, scored.arms, about)],
        };
      }
      yield { name: "summaries.json", text: () => summariesText(ids, scored, about) };
      yield whole("header.json", header);
    })(),
  );
}

/** A sample's id is part of a member's name: it is the run's own unless it could not be one. */
function sampleIds(runs: Iterable<ScoredRun>): string[] {
  const used = new Set<string>();
  return Array.from(runs, ({ run }) => {
    const safe = run.id
      .replace(/[\\\p{Cc}]/gu, (character) => encodeURIComponent(character))
      .replace(
        /(^|\/)(\.+)(?=\/|$)/g,
        (_, before: string, dots: string) => before + "%2E".repeat(dots.length),
      );
    let id = safe;
    for (let number = 2; used.has(id); number++) id = `${safe}#${number}`;
    used.add(id);
    return id;
  });
}

function specOf({ arms }: ScoredRuns, ids: readonly string[], about: LogAbout): JsonObject {
  return {
    eval_id: about.hash.slice(0, 22),
    run_id: about.run,
    created: about.at,
    task: about.task,
    task_id: about.hash.slice(22, 44),
    task_version: about.taskVersion,
    task_attribs: {},
    task_args: {},
    task_args_passed: {},
    dataset: { samples: ids.length, sample_ids: ids, shuffled: false },
    model: about.model ?? "none/none",
    model_generate_config: {},
    model_args: {},
    config: { epochs: 1 },
    packages: { credence: about.version },
    metadata: { registration: about.hash },
    scorers: arms.map(({ id, kind, model }) => ({
      name: id,
      options: {},
      metrics: [],
      metadata: { kind, model },
    })),
  };
}

/** One line an arm, and what all calls took by model. */
function sumsOf({ arms, runs }: ScoredRuns): {
  readonly scores: JsonObject[];
  readonly usage: ReadonlyMap<string, TokenSum>;
} {
  const columns = arms.map((): number[] => []);
  const positive: number[] = [];
  const usage = new Map<string, TokenSum>();
  for (const run of runs) {
    positive.push(run.positive ? 1 : 0);
    for (const [i, { score }] of run.scores.entries()) columns[i]?.push(score ?? Number.NaN);
    addUsageOf(usage, run, arms);
  }
  return {
    usage,
    scores: arms.map(({ id }, i) => {
      const column = columns[i] ?? [];
      const area = auroc(column, positive);
      const scored = column.filter((score) => !Number.isNaN(score)).length;
      return {
        name: id,
        scorer: id,
        scored_samples: scored,
        unscored_samples: column.length - scored,
        params: {},
        metrics: Number.isNaN(area) ? {} : { auroc: { name: "auroc", value: area, params: {} } },
      };
    }),
  };
}

function sampleText(id: string, scored: ScoredRun, arms: readonly ScoringArm[], about: LogAbout): string {
  const { run, author } = scored;
  const { tools = [] } = run;
  const messages = inspectMessages(run, author);
  const last = messages.findLastIndex(({ role }) => role === "assistant");
  const output = {
    model: author ?? "unknown",
    choices: last === -1 ? [] : [{ message: messages[last], stop_reason: "unknown" }],
  };
  return withScores(
    {
      id,
      epoch: 1,
      input: messages.slice(0, firstTurn(scored)),
      target: scored.label,
      messages,
      output,
      metadata: metadataOf(scored),
      store: tools.length === 0 ? {} : { [toolsKey]: tools.map((tool) => ({ ...tool })) },
      events: [
        {
          // Inspect's data frames and viewers read messages and tools from a sample's events.
          ...{ event: "model", uuid: uuidOf(`${id}\nevent`, about), timestamp: about.at, working_start: 0 },
          ...{ model: output.model, input: messages.slice(0, last === -1 ? undefined : last) },
          ...{ tools: inspectTools(tools), tool_choice: "auto", config: {}, output },
          metadata: { note: "The agent's last turn, as its transcript has it; when it was is not known." },
        },
      ],
      model_usage: modelUsage(addUsageOf(new Map(), scored, arms)),
      role_usage: {},
      uuid: uuidOf(id, about),
      attachments: {},
    },
    scored.scores,
    arms,
  );
}

/** The list of samples that a viewer shows first; long texts are cut, as Inspect cuts them. */
function* summariesText(
  ids: readonly string[],
  { arms, runs }: ScoredRuns,
  about: LogAbout,
): Generator<string> {
  yield "[";
  let i = 0;
  for (const scored of runs) {
    const id = ids[i] ?? "";
    const input = inspectMessages(scored.run, null).slice(0, firstTurn(scored));
    const summary = {
      id,
      epoch: 1,
      input: input.map((message) => ({ ...message, content: cut(String(message.content)) })),
      target: cut(scored.label),
      metadata: metadataOf(scored),
      model_usage: modelUsage(addUsageOf(new Map(), scored, arms)),
      role_usage: {},
      uuid: uuidOf(id, about),
      completed: true,
      message_count: scored.run.messages.length,
    };
    yield `${i++ === 0 ? "" : ","}${withScores(summary, scored.scores, arms)}`;
  }
  yield "]";
}

const summaryCharacters = 1024;

function cut(text: string): string {
  return text.length <= summaryCharacters
    ? text
    : `${text.slice(0, summaryCharacters)}...\n(content truncated)`;
}

/** What the agent was given: everything before its own first turn. */
function firstTurn({ run: { messages } }: ScoredRun): number {
  const first = messages.findIndex(({ role }) => role === "assistant");
  return first === -1 ? messages.length : first;
}

function metadataOf({ run, group, suite, author, positive }: ScoredRun): JsonObject {
  return { group, suite, author, positive, run: run.id, source: run.source };
}

function uuidOf(id: string, { hash }: LogAbout): string {
  return sha256(`${hash}\n${id}`).slice(0, 22);
}

/** JSON text of an object with its scores. Inspect writes NaN bare, which no JSON writer here does. */
function withScores(value: JsonObject, scores: readonly RunScore[], arms: readonly ScoringArm[]): string {
  const members = scores.flatMap((score, i) => {
    const arm = arms[i];
    if (arm === undefined) return [];
    const { explanation, reason, metadata } = described(score, arm);
    const rest = JSON.stringify({ explanation, reason, metadata, history: [] });
    return [`${JSON.stringify(arm.id)}:{"value":${score.score ?? "NaN"},${rest.slice(1)}`];
  });
  return `${JSON.stringify(value).slice(0, -1)},"scores":{${members.join(",")}}}`;
}

/** Inspect's own words for why there is no score; `missing` is ours. */
const reasons: Readonly<Record<Exclude<ScoreStatus, "scored">, string>> = {
  refused: "grader_failed",
  unparsed: "grader_failed",
  failed: "scoring_failed",
  missing: "missing",
};

function described({ status, mass, why, calls, usage }: RunScore, { kind, model }: ScoringArm): JsonObject {
  return {
    ...(why === null ? {} : { explanation: `${status} (${why.code}): ${why.reason}` }),
    ...(status === "scored" ? {} : { reason: reasons[status] }),
    metadata: { status, code: why?.code ?? null, mass, kind, model, calls, usage: { ...usage } },
  };
}

/** Tokens of one model, as far as they were reported. */
interface TokenSum {
  input: number;
  output: number;
  cacheRead: number | null;
  cacheWrite: number | null;
}

function addUsageOf(
  sums: Map<string, TokenSum>,
  { scores }: ScoredRun,
  arms: readonly ScoringArm[],
): Map<string, TokenSum> {
  for (const [i, { usage, calls }] of scores.entries()) {
    const model = arms[i]?.model ?? null;
    if (model === null || calls === 0) continue;
    const sum = sums.get(model) ?? { input: 0, output: 0, cacheRead: null, cacheWrite: null };
    sums.set(model, sum);
    add(sum, usage);
  }
  return sums;
}

function add(sum: TokenSum, { uncachedInput, output, cacheRead, cacheWrite }: Usage): void {
  sum.input += uncachedInput ?? 0;
  sum.output += output ?? 0;
  if (cacheRead !== null) sum.cacheRead = (sum.cacheRead ?? 0) + cacheRead;
  if (cacheWrite !== null) sum.cacheWrite = (sum.cacheWrite ?? 0) + cacheWrite;
}

/** In Inspect's words `input_tokens` are those that no cache took part in, as `uncachedInput` is here. */
function modelUsage(sums: ReadonlyMap<string, TokenSum>): JsonObject {
  return Object.fromEntries(
    Array.from(sums, ([model, { input, output, cacheRead, cacheWrite }]) => [
      model,
      {
        input_tokens: input,
        output_tokens: output,
        total_tokens: input + output + (cacheRead ?? 0) + (cacheWrite ?? 0),
        ...(cacheWrite === null ? {} : { input_tokens_cache_write: cacheWrite }),
        ...(cacheRead === null ? {} : { input_tokens_cache_read: cacheRead }),
      },
    ]),
  );
}
