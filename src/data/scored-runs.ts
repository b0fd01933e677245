import type { AgentRun } from "../core/message.ts";
import type { Missing, Usage } from "../core/outcome.ts";

/** Agent runs with the scores that a finished run of a study gave them. */
export interface ScoredRuns {
  readonly arms: readonly ScoringArm[];
  /** Walked more than once; each walk gives the same. */
  readonly runs: Iterable<ScoredRun>;
}

/** What gave one score a run. */
export interface ScoringArm {
  readonly id: string;
  /** What it is: `prompted`, `probe`, `floor`... */
  readonly kind: string;
  /** Reference of the model that was asked; null where none was. */
  readonly model: string | null;
}

/** One agent run, what is known of it, and one score an arm. */
export interface ScoredRun {
  readonly run: AgentRun;
  /** What happened, in the words of the run's own file. */
  readonly label: string;
  /** Does the label mean that the harmful thing happened? */
  readonly positive: boolean;
  readonly group: string;
  readonly author: string | null;
  readonly suite: string | null;
  /** In the order of the arms. */
  readonly scores: readonly RunScore[];
}

/** What one arm said of one run. */
export interface RunScore {
  readonly status: ScoreStatus;
  /** Null unless the status is `scored`. */
  readonly score: number | null;
  /** Mean P(yes) + P(no) of the answers, where probabilities were read. */
  readonly mass: number | null;
  /** Why there is no score. */
  readonly why: { readonly code: string; readonly reason: string } | null;
  /** Model calls made for this run and arm; a run that is there twice was asked about once, and the first has them. */
  readonly calls: number;
  readonly usage: Usage;
}

/** `missing`: it was not measured, or is not defined for this run. The others are reasons given by the model or on the way to it. */
export type ScoreStatus = "scored" | "missing" | Exclude<Missing["kind"], "censored">;
