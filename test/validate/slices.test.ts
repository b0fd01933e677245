import { testSlices } from "./slices.ts";

// The panel's are a file of their own; test/reward/recovery.test.ts is the small form of what goes through sockets.
await testSlices((name) => name !== "panel-verdicts" && name !== "reward-recovery");
