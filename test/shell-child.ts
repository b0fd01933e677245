// Runs the command lines that it is sent, one after another, and answers with what each left behind.
import { z } from "zod";
import { credence } from "../src/cli/program.ts";

const asked = z.object({
  folder: z.string(),
  env: z.record(z.string(), z.string()),
  words: z.array(z.string()),
});

// Every command line watches standard output for its end.
process.stdout.setMaxListeners(0);
process.on("disconnect", () => process.exit());
process.on("message", async (message) => {
  const { folder, env, words } = asked.parse(message);
  process.chdir(folder);
  for (const name of Object.keys(process.env)) if (!(name in env)) delete process.env[name];
  Object.assign(process.env, env);
  const said = { stdout: "", stderr: "" };
  const { write: out } = process.stdout;
  const { write: error } = process.stderr;
  for (const name of ["stdout", "stderr"] as const) {
    process[name].write = (text: string | Uint8Array): boolean => {
      said[name] += text;
      return true;
    };
  }
  process.exitCode = 0;
  await credence(words);
  process.stdout.write = out;
  process.stderr.write = error;
  process.send?.({ code: process.exitCode, out: said.stdout, error: said.stderr });
});
