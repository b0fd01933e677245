// As long as all others together, and so in a file of its own that runs beside theirs.
import { testSlices } from "./slices.ts";

await testSlices((name) => name === "panel-verdicts");
