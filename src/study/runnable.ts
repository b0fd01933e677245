import type { z } from "zod";
import type { Claim } from "../claims/claim.ts";
import type { ScoredRuns } from "../data/scored-runs.ts";
import type { BoundCredence, Ledger, Place, ResponseCache, RunRecord, RunStatus } from "../ledger/ledger.ts";
import type { Model, OpenOptions } from "../models/model.ts";
import type { Report } from "../report/blocks.ts";
import type { Limits } from "./budget.ts";
import type { Envelope } from "./envelope.ts";
import type { EventSink } from "./events.ts";
import type { Patience } from "./retry.ts";
import type { Expected, InputFile, Role, StudyAction } from "./study.ts";
import type { Workers } from "./workers.ts";

/** A study with its types closed over, so that the command line can hold many in one list. */
export interface RunnableStudy {
  readonly name: string;
  readonly version: string;
  readonly summary: string;
  readonly claims: readonly Claim[];
  readonly examples: readonly string[];
  readonly actions: readonly StudyAction[];
  /** Config field → schema with its doc line and default: flags and help are made from these. */
  readonly fields: Readonly<Record<string, z.ZodType>>;
  /** Reads config and inputs; opens no model and makes no call. */
  prepare(config: unknown, options: PrepareOptions): Promise<Prepared>;
  /** Goes on with a run that was interrupted or stopped. */
  resume(run: RunRecord, options: RunOptions): Promise<Finished>;
  /** Analyses and presents a run again: no model, no original input. */
  report(run: RunRecord, options: ReportOptions): Promise<Finished>;
  /** Scores of single agent runs, read from the journal; null for a study that gives none. */
  readonly scoredRuns: ((run: RunRecord, options: ReportOptions) => Promise<ScoredRuns>) | null;
  /** Presents the findings a run already has; undefined where it has none yet. */
  show(run: RunRecord): Promise<Report | undefined>;
}

/** What preparing needs. */
export interface PrepareOptions {
  readonly seed: string;
  readonly events: EventSink;
}

/** A run that is ready to start. */
export interface Prepared {
  readonly roles: readonly Role[];
  readonly inputs: readonly InputFile[];
  /**
   * What the plan will take; exact where a model says beforehand what it will take. Makes no call.
   *
   * @param open gives null for a model that is not at hand, such as a file that would have to be fetched
   */
  expected(open?: (reference: string) => Promise<Model | null>): Promise<Expected>;
  /** Registers, measures, analyses and writes the report. */
  start(options: RunOptions & { readonly ledger: Ledger; readonly place: Place }): Promise<Finished>;
}

/** What analysing needs. */
export interface ReportOptions {
  readonly events: EventSink;
  readonly workers: Workers;
  readonly stop?: StopSignals;
  /** Told of the seal (SHA-256 of `seal.json`) when a run is concluded: the register keeps it, so that a later change of the folder can be told. */
  readonly witness?: (run: RunRecord, seal: string) => Promise<void>;
}

/** What measuring needs. */
export interface RunOptions extends ReportOptions {
  readonly open: (reference: string, options: OpenOptions) => Promise<Model>;
  readonly limits: Limits;
  /** Fixed number of calls at once; null lets it adapt. */
  readonly concurrency: number | null;
  readonly patience: Patience;
  readonly stop: StopSignals;
  readonly beliefs: Beliefs;
  /** Sits in front of paid calls; null switches it off. */
  readonly cache: ResponseCache | null;
  /** On resuming, measure again what failed for a reason that may have passed. */
  readonly retryFailed: boolean;
}

/** Two steps of stopping. */
export interface StopSignals {
  /** Start nothing new; let what is under way finish. */
  readonly soft: AbortSignal;
  /** Give up what is under way too. */
  readonly hard: AbortSignal;
  /** Told when all is measured: from there on a first stop need not wait for anything, and gives up at once. */
  readonly measured?: () => void;
}

/** Credences given before the run, and what became of them. */
export interface Beliefs {
  /** Claim names → what is pending for them. */
  pending(claims: readonly string[]): Promise<Readonly<Record<string, BoundCredence>>>;
  /** The run has been registered with its credences. */
  bound(run: RunRecord): Promise<void>;
  /** The run wrote a file that must outlive it, such as dated forecasts. */
  filed(run: RunRecord, name: string, text: string): Promise<void>;
  /** The run has verdicts. */
  resolved(run: RunRecord, findings: Envelope): Promise<void>;
}

/** How a run ended. */
export interface Finished {
  readonly id: string;
  readonly folder: string;
  readonly status: RunStatus;
  /** Null where the run was interrupted before there was anything to analyse. */
  readonly findings: Envelope | null;
  readonly report: Report | null;
}
