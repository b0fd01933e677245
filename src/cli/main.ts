import { credence } from "./program.ts";

await credence(process.argv.slice(2));
