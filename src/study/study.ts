import type { z } from "zod";
import type { Request } from "../asking/request.ts";
import type { Answer } from "../claims/answer.ts";
import type { Claim, ClaimResult, GateResult } from "../claims/claim.ts";
import type { RegisteredModel } from "../core/identity.ts";
import type { Json, JsonObject } from "../core/json.ts";
import type { Measured, Outcome } from "../core/outcome.ts";
import type { ScoredRuns } from "../data/scored-runs.ts";
import type { CapabilityName, Model } from "../models/model.ts";
import type { Block as ReportBlock, Figure as ReportFigure } from "../report/blocks.ts";
import type { Random } from "../stats/distributions/random.ts";
import type { Envelope } from "./envelope.ts";
import type { StoredInputs } from "./stored-inputs.ts";
import type { Workers } from "./workers.ts";

/**
 * What resolves claims. Every study walks the same road, in one direction:
 *
 * config → load → plan → (register) → measure → analyze → present
 *
 * `measure` is the only place with effects. `analyze` and `present` can be run again on an old run, on another
 * machine, without a model and without the original files: the same journal gives the same results, bit for bit.
 * A study without a model plans no trials; a sequential one looks at a block's outcomes before it yields the next.
 */
export interface Study<Config, Inputs, Trial extends TrialShape, Value extends Json, Results extends Json> {
  /** The verb on the command line, such as `monitor`. */
  readonly name: string;
  /** Raised when the same config would measure something else; part of every trial's key. */
  readonly version: string;
  /** One line for `--help`. */
  readonly summary: string;
  readonly claims: readonly Claim[];
  /** Flags, config file and help are made from this one schema: a doc line and a default for each field. */
  readonly config: z.ZodType<Config> & { readonly shape: Readonly<Record<string, z.ZodType>> };
  /** Results as they come back from `findings.json`. */
  readonly results: z.ZodType<Results>;
  /** Examples for `--help`: command lines. */
  readonly examples: readonly string[];
  /** What the verb does instead of a run when asked by a flag of its own, such as `--self-test`. */
  readonly actions?: readonly StudyAction[];

  /** Models this config needs, by role, with what each must be able to do. No role, no model. */
  roles?(config: Config): readonly Role[];
  /** Reads, parses and checks the inputs; every file read is reported to `sources`. */
  load(config: Config, context: LoadContext): Promise<Inputs>;
  /** How they stand in the run. */
  readonly inputs: StoredInputs<Inputs>;
  /** What is asked of models; a study without it plans no trial: its inputs are enough. */
  readonly measuring?: Measuring<Config, Inputs, Trial, Value>;
  /** Outcomes to results. `outcomes` streams in trial order and may be walked more than once. */
  analyze(
    config: Config,
    inputs: Inputs,
    outcomes: Outcomes<Trial, Value>,
    context: AnalyzeContext,
  ): Promise<Analysis<Results>>;
  /** One score an agent run and arm, for other tools; only a study that scores runs has it. As pure as `analyze`. */
  scoredRuns?(
    config: Config,
    inputs: Inputs,
    outcomes: Outcomes<Trial, Value>,
    context: AnalyzeContext,
  ): Promise<ScoredRuns>;
  /** Pure: what a reader sees between the headline and the cost table, which are the same for all studies. */
  present(findings: Envelope<Results>): Presentation;
}

/** How a study measures: what is planned, what each trial asks, and what comes of it. */
export interface Measuring<Config, Inputs, Trial extends TrialShape, Value extends Json> {
  /** Values as they come back from the journal. */
  readonly value: z.ZodType<Value>;
  /** Blocks of trials; each `yield` is answered with that block's outcomes. Pure: the same outcomes, the same next block. */
  plan(
    config: Config,
    inputs: Inputs,
    context: PlanContext,
  ): AsyncGenerator<Block<Trial>, void, Outcomes<Trial, Value>>;
  /**
   * What a trial will ask: dry runs, shared prefixes and exact counts of tokens follow from it. Null for what cannot be written down
   * beforehand.
   */
  request(trial: Trial, inputs: Inputs): Request | null;
  /** What the plan will ask at least and at most. Left out, the plan is walked: it then must not look at outcomes. */
  foresee?(config: Config, inputs: Inputs, atHand: AtHand): Foreseen<Trial>;
  /** Makes one measurement. */
  measure(trial: Trial, inputs: Inputs, tools: Tools): Promise<Measured<Value>>;
}

/** Models by role that are opened already; null for one that is not at hand. */
export type AtHand = (role: string) => Pick<Model, "identity" | "capabilities"> | null;

/** What is known of a plan before anything is asked. */
export interface Foreseen<Trial> {
  readonly trials: Iterable<ForeseenTrial<Trial>>;
  /** Arms whose trials depend on replies, by their bounds. */
  readonly bounds: readonly ArmEstimate[];
  readonly notes: readonly string[];
}

/** A trial that may come. */
export interface ForeseenTrial<Trial> {
  readonly trial: Trial;
  /** How often it is asked, [at least, at most]; once when not said. */
  readonly times?: Range;
  /** Trials of one prefix begin with the same tokens; prefixes of one family may begin alike too. */
  readonly prefix?: string;
  readonly family?: string;
  /** Output tokens of all its times, where they are not those of the request's form. */
  readonly output?: Range;
}

/** Something a study's verb does that is no run: no registration, no envelope. */
export interface StudyAction {
  /** Its flag's name in camel case. */
  readonly name: string;
  /** As help shows it: `--resolve <FILE>`. */
  readonly flags: string;
  readonly doc: string;
  /** Flags that mean something beside this one only. */
  readonly more?: readonly { readonly name: string; readonly flags: string; readonly doc: string }[];
  /** Which of these must be given. */
  readonly needs?: readonly string[];
  /** @param given flag name → what was given */
  perform(given: Readonly<Record<string, string | undefined>>): Promise<ActionEnd>;
}

/** How an action ended. */
export interface ActionEnd {
  /** False makes the exit code 1. */
  readonly ok: boolean;
  readonly title: string;
  /** Printed by `--json`. */
  readonly json: JsonObject;
  readonly blocks: readonly ReportBlock[];
}

/** What every trial has. All of it is hashed into its key, so nothing in it may be a position. */
export interface TrialShape extends JsonObject {
  /** SHA-256 of the content measured. */
  readonly item: string;
  /** Which way of measuring. */
  readonly arm: string;
  /** 0, 1, ... for independent draws of the same. */
  readonly repeat: number;
  /** Role of the model that measures it; null when none does. */
  readonly role: string | null;
}

/**
 * Trials to make. `leadThenRest`: of neighbours with the same `prefix` the first is finished before the others start,
 * so that a cache is warm; different prefixes go side by side. `retry: "never"`: what a call gave is the value.
 */
export interface Block<Trial> {
  /** For progress: "prefix and fresh arms". */
  readonly title: string;
  /** Walked more than once, so a list, or an object that makes a new iterator each time. */
  readonly trials: Iterable<Trial>;
  /** Length of `trials`, for progress. */
  readonly count: number;
  readonly order: "parallel" | "serial" | "leadThenRest";
  readonly retry: "runner" | "never";
  /** Name of the prefix a trial shares with its neighbours. */
  readonly prefix?: (trial: Trial) => string;
}

/** A block's or a run's outcomes, in trial order, streamed from the journal. */
export type Outcomes<Trial, Value> = AsyncIterable<Outcome<Trial, Value>>;

/** A model that a study needs. */
export interface Role {
  readonly name: string;
  /** What it does, for messages: "reads the runs and says yes or no". */
  readonly purpose: string;
  /** Model reference from the config. */
  readonly model: string;
  /** Any one of these sets of capabilities is enough. */
  readonly needs: readonly (readonly CapabilityName[])[];
}

/** What `load` may use. */
export interface LoadContext {
  readonly seed: string;
  readonly random: Random;
  /** Reports a file that was read, so that its hash is registered. */
  readonly source: (file: InputFile) => void;
  /** Says something a person should know: rows left out, a mapping used. */
  readonly note: (text: string) => void;
}

/** A file that was read. */
export interface InputFile {
  readonly name: string;
  readonly sha256: string;
  readonly bytes: number;
}

/** What `plan` may use: facts that are fixed at registration. */
export interface PlanContext {
  readonly random: Random;
  /** Role → capabilities, caching and context length of the model that plays it. */
  readonly models: Readonly<Record<string, RegisteredModel>>;
}

/** What `measure` may use. Every call made through `model` is metered into the outcome. */
export interface Tools {
  /** The model that plays a role. */
  readonly model: (role: string) => Model;
  readonly workers: Workers;
  /** Keeps a raw text or exchange in the run under its hash. */
  readonly keep: (content: string) => Promise<string>;
  /** Ends when the run is interrupted or out of budget. */
  readonly signal: AbortSignal;
}

/** What `analyze` may use. */
export interface AnalyzeContext {
  readonly random: Random;
  readonly workers: Workers;
  readonly progress: (fraction: number, doing: string) => void;
  readonly models: Readonly<Record<string, RegisteredModel>>;
  /** When the run was registered, ISO 8601. */
  readonly registeredAt: string;
  /** Ends when the analysis is given up; tasks of `workers` end with it. */
  readonly signal?: AbortSignal;
}

/** What `analyze` gives; the runner puts it into the envelope. */
export interface Analysis<Results> {
  /** What the verb's own question came to on this person's data. */
  readonly answer?: Answer;
  readonly claims: readonly ClaimResult[];
  readonly gates: readonly GateResult[];
  readonly warnings: readonly string[];
  /** Nothing in here may depend on time, usage or the order in which trials finished. */
  readonly results: Results;
  /** The study's own cost figures: these may depend on usage. */
  readonly cost: JsonObject;
  /**
   * Files for the run's folder, by name: JSON, or JSON Lines where it is a list. A copy is kept in credence's home, so that it
   * outlives the run.
   */
  readonly files?: Readonly<Record<string, JsonObject | readonly JsonObject[]>>;
}

/** What a study has to show; the shell adds headline, cost, coverage of the plan, and how to reproduce. */
export interface Presentation {
  /** What was done, and with which data: the report's title. */
  readonly title: string;
  /** The one picture that carries the answer; it stands beside it. */
  readonly figure?: ReportFigure;
  readonly blocks: readonly ReportBlock[];
  /** Rows for the cost section. */
  readonly cost: readonly ReportBlock[];
}

/** What a plan will take, [at least, at most]. */
export interface Expected {
  readonly arms: readonly ArmEstimate[];
  readonly notes: readonly string[];
}

/** One arm's share of it. Ranges are [least, most]. */
export interface ArmEstimate {
  readonly arm: string;
  /** Role of the model; null when none is called. */
  readonly role: string | null;
  readonly calls: Range;
  /** All input tokens, cached or not. */
  readonly inputTokens: Range;
  /** Of these, read from a cache if the model has one. */
  readonly cachedTokens: Range;
  /** Of these, not read from it. Not given: all that the two ranges allow, which is wide where both rest on one guess. */
  readonly uncachedTokens?: Range;
  readonly outputTokens: Range;
  /** Were input tokens counted by the model itself, and not guessed from characters? */
  readonly counted?: true;
}

/** [least, most] */
export type Range = readonly [number, number];
