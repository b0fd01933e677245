import type { z } from "zod";
import type { Request } from "../../asking/request.ts";
import type { Json } from "../../core/json.ts";
import type { Measured, Outcome } from "../../core/outcome.ts";
import type { TaughtRow } from "../../data/tuning-set.ts";
import type { Block as ReportBlock } from "../../report/blocks.ts";
import type { MixturePower, MixtureSettings } from "../../stats/resampling/mixtures.ts";
import type {
  AnalyzeContext,
  Block,
  ForeseenTrial,
  Outcomes,
  Role,
  Tools,
  TrialShape,
} from "../../study/study.ts";
import type { FalseAlarms } from "./false-alarms.ts";
import type { AuditInputs } from "./inputs.ts";
import type { AuditConfig } from "./settings.ts";

/**
 * One way to look at fine-tuning sets: what it needs, asks, takes from the outcomes, gives and shows. Plan, settings, results, report and
 * warnings follow from the list of them in tests.ts; one more is a folder of its own and a line there.
 */
export interface AuditTest<
  Id extends string = string,
  Per extends "set" | "run" = "set" | "run",
  Found = unknown,
> {
  /** What `--tests` calls it, and where its results stand. */
  readonly id: Id;
  /** Has each suspect set a result, or the run one? */
  readonly per: Per;
  /** Schema of a result. */
  readonly result: z.ZodType<Found>;
  /** What it needs beside rows, for help: `--monitor`. */
  readonly needs?: string;
  /** Other tests that rest on it: where they are asked for it is run too. */
  readonly alsoFor?: readonly string[];
  /** Why it cannot be run, in words that say what to do; null where it can. */
  lacks(config: AuditConfig, inputs: AuditInputs): string | null;
  /** What it asks of models; a test without it looks at rows alone. */
  readonly asks?: Asking;
  /** Begins to look, before the one pass over the outcomes. */
  begin(work: Work): Begun<Found>;
  /** What a reader sees of a result. */
  blocks(found: Found, about: Shown): readonly ReportBlock[];
  /** What a reader must know before anything else. @param found the result of each set that has one, by name */
  warnings?(found: readonly { readonly set: string; readonly found: Found }[]): readonly string[];
}

/** What a reader is shown a result of. */
export interface Shown {
  readonly set: string;
  /** Is it the first set's? */
  readonly first: boolean;
  /** Chance of a false alarm that is allowed. */
  readonly level: number;
}

/** A test under way. */
export interface Begun<Found = unknown> {
  /** The result of a suspect set, or of the run; null where it has nothing to say. */
  found(set: number, progress: Progress): Promise<Found | null>;
  /** How often it cries out where nothing differs. */
  alarms?(progress: Progress): Promise<readonly FalseAlarms[]>;
  /** How it fares on mixtures of suspect and clean rows, share 0 first: its lines of the ladder. */
  climbs?(set: number, how: MixtureSettings): Promise<readonly Climb[]>;
}

/** From 0 to 1. */
export type Progress = (fraction: number) => void;

/** What tests look with. */
export interface Work {
  readonly config: AuditConfig;
  readonly inputs: AuditInputs;
  readonly context: AnalyzeContext;
  /** Has a test's outcomes given to it as they stream by. All tests are served by one pass. */
  listen<Trial extends AuditTrial, Value extends Json>(
    asks: Asking<Trial, Value>,
    take: (trial: Trial, result: Measured<Value>) => void,
  ): void;
  /** Every test that can be run, asked for or not, in the order of the list. Known once the pass is over. */
  begun(): readonly Begun[];
}

/** One method's power by share of suspect rows. */
export interface Climb {
  readonly method: string;
  readonly about: string;
  /** Rows of each mixture, in its unit: "rows a side", "pairs". */
  readonly size: number;
  readonly unit: string;
  /** Share 0 first. */
  readonly found: readonly MixturePower[];
  /** May rows be extrapolated from the mean z? Not where z is above 0 also where nothing differs, or ends where sets differ by nature. */
  readonly extrapolates: boolean;
}

/** A trial of any test. */
export interface AuditTrial extends TrialShape {
  /** Which test's; `Asking.word`. */
  readonly test: string;
  readonly role: string;
}

/** SHA-256 of a suspect set → its rows, those first that lean to what a test found. */
export type RowRanking = ReadonlyMap<string, readonly TaughtRow[]>;

/** A block of one test's trials. */
type PlannedBlock<Trial> = Omit<Block<Trial>, "prefix">;

/** What a test asks of models. */
export interface Asking<Trial extends AuditTrial = AuditTrial, Value extends Json = Json> {
  /** `test` of its trials. It goes into their keys, so that it stays what it was where a test is renamed. */
  readonly word: string;
  readonly trial: z.ZodType<Trial>;
  readonly value: z.ZodType<Value>;
  /** None where the settings name no model for it. */
  roles(config: AuditConfig): readonly Role[];
  /**
   * Blocks of its trials; each is answered with its outcomes.
   *
   * @param ranking rows as an earlier test ranked them
   * @returns a ranking of its own for the tests that come after, if it has one
   */
  plan(
    config: AuditConfig,
    inputs: AuditInputs,
    ranking: RowRanking,
  ): AsyncGenerator<PlannedBlock<Trial>, RowRanking | null, Outcomes<Trial, Value>>;
  /** Every trial that may come. */
  foresee(config: AuditConfig, inputs: AuditInputs): readonly ForeseenTrial<Trial>[];
  request(trial: Trial, inputs: AuditInputs): Request;
  measure(trial: Trial, inputs: AuditInputs, tools: Tools): Promise<Measured<Value>>;
}

/** An outcome of any test. */
export type AuditOutcome = Outcome<AuditTrial, Json>;
