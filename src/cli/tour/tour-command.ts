import { Command } from "commander";
import { CredenceError } from "../../core/error.ts";
import type { Terminal } from "../terminal.ts";
import { modelStop, stops } from "./stops.ts";
import { tour } from "./tour.ts";

/** The verb `tour`. */
export function tourCommand(terminal: Terminal): Command {
  const names = stops.map(({ name }) => name);
  return new Command("tour")
    .description("each study in its quick form, on shipped data: about a minute, no key, no download")
    .option("--only <A,B>", `stops to make [${names.join(", ")}]`)
    .option("--model <X>", "as a last stop let this model read the office runs: smollm2-135m is 98 MB, once")
    .option("--yes", "fetch that model without asking")
    .option("--no-ask", "do not ask what you believe before a claim is tested")
    .option("--json", "as JSON on stdout")
    .addHelpText(
      "after",
      `
Examples:
  $ credence tour
  $ credence tour --only forecast,endpoint
  $ credence tour --model smollm2-135m`,
    )
    .exitOverride()
    .action(
      async (given: {
        readonly only?: string;
        readonly model?: string;
        readonly yes?: boolean;
        readonly ask: boolean;
        readonly json?: boolean;
      }) => {
        const only = given.only === undefined ? [] : given.only.split(",").map((name) => name.trim());
        const unknown = only.filter((name) => !names.includes(name));
        if (unknown.length > 0) {
          throw new CredenceError("usage", `the tour has no stop called ${unknown.join(", ")}`, {
            fix: `There are ${names.join(", ")}.`,
          });
        }
        process.exitCode = await tour(
          {
            only,
            model: given.model === undefined ? null : modelStop(given.model),
            yes: given.yes === true,
            ask: given.ask && given.json !== true && process.stdin.isTTY === true,
            json: given.json === true,
          },
          terminal,
        );
      },
    );
}
