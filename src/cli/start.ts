// `npm start`: the tour.
import { credence } from "./program.ts";

await credence(["tour", ...process.argv.slice(2)]);
