import { testSlices } from "./slices.ts";

await testSlices((name) => name !== "panel-verdicts");
