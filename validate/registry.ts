import type { Control } from "./control.ts";
import { type Registered, registered } from "./simulation.ts";

/**
 * Every committed result by name, what makes it loaded when it is asked for. A new one is a file of its own, called by the result's name, and an entry
 * here.
 */
export const registry: Readonly<Record<string, () => Promise<Registered | Control>>> = {
  "roc-coverage": async () => registered((await import("./roc-coverage.ts")).rocCoverage),
  "rate-coverage": async () => registered((await import("./rate-coverage.ts")).rateCoverage),
  "contrast-coverage": async () => registered((await import("./contrast-coverage.ts")).contrastCoverage),
  "faking-verdicts": async () => registered((await import("./faking-verdicts.ts")).fakingVerdicts),
  "monitor-coverage": async () => registered((await import("./monitor-coverage.ts")).monitorCoverage),
  "monitor-verdicts": async () => registered((await import("./monitor-verdicts.ts")).monitorVerdicts),
  "monitor-power": async () => registered((await import("./monitor-power.ts")).monitorPower),
  "monitor-no-difference": async () =>
    registered((await import("./monitor-no-difference.ts")).monitorNoDifference),
  "monitor-trained-arms": async () =>
    registered((await import("./monitor-trained-arms.ts")).monitorTrainedArms),
  "self-attribution": async () => registered((await import("./self-attribution.ts")).selfAttribution),
  "audit-false-alarms": async () => registered((await import("./audit-false-alarms.ts")).auditFalseAlarms),
  "audit-verdicts": async () => registered((await import("./audit-verdicts.ts")).auditVerdicts),
  "audit-clean-splits": async () => (await import("./audit-clean-splits.ts")).auditCleanSplits,
  "panel-verdicts": async () => registered((await import("./panel-verdicts.ts")).panelVerdicts),
  "panel-control-smollm2-135m": async () =>
    (await import("./panel-control-smollm2-135m.ts")).panelControlSmollm,
  "panel-control-gemma3-270m": async () => (await import("./panel-control-gemma3-270m.ts")).panelControlGemma,
  "panel-kind": async () => (await import("./panel-kind.ts")).panelKind,
  "real-sets-smollm2-135m": async () => (await import("./real-sets-smollm2-135m.ts")).realSetsSmollm,
  "real-sets-gemma3-270m": async () => (await import("./real-sets-gemma3-270m.ts")).realSetsGemma,
  "forecast-worlds": async () => registered((await import("./forecast-worlds.ts")).forecastWorlds),
  "forecast-verdicts": async () => registered((await import("./forecast-verdicts.ts")).forecastVerdicts),
  "forecast-bands": async () => registered((await import("./forecast-bands.ts")).forecastBands),
  "reward-recovery": async () => registered((await import("./reward-recovery.ts")).rewardRecovery),
  "endpoint-reasoning": async () => registered((await import("./endpoint-reasoning.ts")).endpointReasoning),
  "endpoint-outside": async () => registered((await import("./endpoint-outside.ts")).endpointOutside),
  "endpoint-real": async () => registered((await import("./endpoint-real.ts")).endpointReal),
  "endpoint-matrix": async () => registered((await import("./endpoint-matrix.ts")).endpointMatrix),
  "endpoint-stopping": async () => registered((await import("./endpoint-stopping.ts")).endpointStopping),
  "file-mutations": async () => registered((await import("./file-mutations.ts")).fileMutations),
  "hidden-rate-coverage": async () =>
    registered((await import("./hidden-rate-coverage.ts")).hiddenRateCoverage),
  "recall-worlds": async () => registered((await import("./recall-worlds.ts")).recallWorlds),
};
