import { type Registered, registered } from "./simulation.ts";

/** Every simulation by name, each loaded when it is asked for; a new one is a file of its own and an entry here. */
export const simulations: Readonly<Record<string, () => Promise<Registered>>> = {
  "roc-coverage": async () => registered((await import("./roc-coverage.ts")).rocCoverage),
  "rate-coverage": async () => registered((await import("./rate-coverage.ts")).rateCoverage),
  "monitor-coverage": async () => registered((await import("./monitor-coverage.ts")).monitorCoverage),
  "self-attribution": async () => registered((await import("./self-attribution.ts")).selfAttribution),
  "audit-false-alarms": async () => registered((await import("./audit-false-alarms.ts")).auditFalseAlarms),
  "panel-verdicts": async () => registered((await import("./panel-verdicts.ts")).panelVerdicts),
  "forecast-worlds": async () => registered((await import("./forecast-worlds.ts")).forecastWorlds),
  "endpoint-reasoning": async () => registered((await import("./endpoint-reasoning.ts")).endpointReasoning),
  "endpoint-anytime": async () => registered((await import("./endpoint-anytime.ts")).endpointAnytime),
  "endpoint-matrix": async () => registered((await import("./endpoint-matrix.ts")).endpointMatrix),
  "endpoint-stopping": async () => registered((await import("./endpoint-stopping.ts")).endpointStopping),
  "hidden-rate-coverage": async () =>
    registered((await import("./hidden-rate-coverage.ts")).hiddenRateCoverage),
};
