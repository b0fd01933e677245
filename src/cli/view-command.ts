import { once } from "node:events";
import { Command } from "commander";
import { CredenceError } from "../core/error.ts";
import { homeFolder } from "../ledger/home.ts";
import { openRegister } from "../ledger/register.ts";
import { serveView } from "../server/view.ts";
import { usualLedger } from "./run-tools.ts";
import type { Terminal } from "./terminal.ts";

/** `credence view`: the runs in a browser, on this machine alone. */
export function viewCommand(terminal: Terminal): Command {
  return new Command("view")
    .description(
      "look at runs in a browser: list, report, outcomes, transcripts with scores, two runs side by side",
    )
    .option("--port <N>", "port on 127.0.0.1; one that is free when not said")
    .addHelpText(
      "after",
      `
Examples:
  $ credence view
  http://127.0.0.1:41233/?token=...   (only this machine, only with the token; Ctrl-C ends it)`,
    )
    .exitOverride()
    .action(async ({ port }: { readonly port?: string }) => {
      const number = Number(port ?? 0);
      if (!Number.isInteger(number) || number < 0 || number > 65535)
        throw new CredenceError("usage", `--port ${port}: a whole number up to 65535 is expected`);
      const ledger = await usualLedger(terminal);
      try {
        const view = await serveView(
          { ledger, register: openRegister(homeFolder(process.env)) },
          { port: number },
        );
        terminal.out(`${view.url}\n`);
        terminal.error("Open it in a browser on this machine. Ctrl-C ends it.\n");
        const ended = new AbortController();
        await Promise.race(
          ["SIGINT", "SIGTERM"].map((signal) => once(process, signal, { signal: ended.signal })),
        );
        ended.abort();
        await view.close();
      } finally {
        ledger.close();
      }
    });
}
