import { monitorCoverage } from "./monitor-coverage.ts";
import { rocCoverage } from "./roc-coverage.ts";
import { type Registered, registered } from "./simulation.ts";

/** Every simulation; a new one is a file of its own and an entry here. */
export const simulations: readonly Registered[] = [registered(rocCoverage), registered(monitorCoverage)];
