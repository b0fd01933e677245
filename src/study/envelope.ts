import type { ClaimResult, GateResult } from "../claims/claim.ts";
import type { Credence } from "../claims/credence.ts";
import type { Json, JsonObject } from "../core/json.ts";
import type { Usage } from "../core/outcome.ts";

/** `findings.json`, the same for all studies; what is a study's own stands under `results`. */
export interface Envelope<Results extends Json = Json> {
  readonly schemaVersion: 1;
  readonly study: string;
  readonly studyVersion: string;
  /** The run's id and the hash of its registration. */
  readonly run: { readonly id: string; readonly hash: string };
  readonly claims: readonly (ClaimResult & { readonly credence?: Credence })[];
  readonly gates: readonly GateResult[];
  readonly cost: Cost;
  readonly warnings: readonly string[];
  readonly results: Results;
}

/** What the run took. */
export interface Cost {
  readonly total: CostLine;
  /** One line an arm. */
  readonly arms: readonly CostLine[];
  /** One line a sitting; more than one when the run was resumed. */
  readonly sessions: readonly CostLine[];
  /** Input tokens evaluated a second time because a sitting ended and its cache with it. */
  readonly evaluatedAgain: number;
  /** Dollars, or null where no price is known. */
  readonly usd: number | null;
  /** The study's own cost figures. */
  readonly study: JsonObject;
}

/** A sum over trials. */
export interface CostLine {
  readonly name: string;
  readonly trials: number;
  readonly calls: number;
  readonly replayed: number;
  readonly usage: Usage;
  /** Sum of the trials' times; more than the wall time when they ran side by side. */
  readonly seconds: number;
  readonly usd: number | null;
}
