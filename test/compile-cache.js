// Keeps compiled sources between the processes of a test run: without this, every test file and every command line that is
// started strips and compiles the same sources anew, which takes longer than most tests.
import { enableCompileCache } from "node:module";
import { fileURLToPath } from "node:url";

// Workers and child processes that inherit the environment take it from there.
process.env.NODE_COMPILE_CACHE ??= fileURLToPath(new URL("../node_modules/.cache/compiled", import.meta.url));
enableCompileCache(process.env.NODE_COMPILE_CACHE);
