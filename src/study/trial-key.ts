import { identityOf, type ModelIdentity } from "../core/identity.ts";
import { canonicalJson, sha256 } from "../core/json.ts";
import type { TrialShape } from "./study.ts";

/** What goes into a key beside the trial itself. */
export interface KeyScope {
  readonly study: string;
  readonly studyVersion: string;
  /** Role → who plays it. */
  readonly models: Readonly<Record<string, ModelIdentity>>;
}

/**
 * Makes the function that names trials: SHA-256 over the whole trial, the identity of the model that measures it and
 * the study's version. Same content, arm, repeat, model and settings: same key, wherever it stands in the plan.
 */
export function trialKeys(scope: KeyScope): (trial: TrialShape) => string {
  const scopes = new Map<string | null, string>();
  const scopeOf = (role: string | null): string => {
    const known = scopes.get(role);
    if (known !== undefined) return known;
    const identity = role === null ? undefined : scope.models[role];
    const model = identity === undefined ? null : identityOf(identity);
    const made = canonicalJson({ study: scope.study, version: scope.studyVersion, model });
    scopes.set(role, made);
    return made;
  };
  return (trial) => sha256(`${scopeOf(trial.role)}\n${canonicalJson(trial)}`);
}
