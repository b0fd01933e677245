import { join } from "node:path";
import { CredenceError } from "../core/error.ts";
import { homeFolder } from "../ledger/home.ts";
import { openLedger } from "../ledger/index.ts";
import type { Ledger } from "../ledger/ledger.ts";
import { openResponseCache } from "../ledger/response-cache.ts";
import { openModel } from "../models/open.ts";
import { type Providers, providersFrom, shippedProviders } from "../models/providers.ts";
import { plainText } from "../report/escape.ts";
import { registerBeliefs, registerWitness } from "../study/beliefs.ts";
import type { RunOptions } from "../study/runnable.ts";
import { threads } from "../study/workers.ts";
import type { RunFlags } from "./run-options.ts";
import { stopSignals } from "./stop-signals.ts";
import type { Terminal } from "./terminal.ts";

/** What a sitting needs, made for its length. */
export interface RunTools {
  readonly run: RunOptions;
  readonly ledger: Ledger;
}

/** The ledger at its usual place: runs in this folder's credence-runs, index and register in the user's data folder. */
export function usualLedger(terminal: Terminal): Promise<Ledger> {
  return openLedger({
    root: join(process.cwd(), "credence-runs"),
    home: homeFolder(process.env),
    note: noteOn(terminal),
  });
}

/** Prices and cache rules: a person's own in front of those that are shipped. */
export function providersOf(file: string | null): Providers {
  return file === null ? shippedProviders() : providersFrom(file);
}

/** Opens everything a sitting needs, runs it, and closes it again; an error after the run began says how to go on. */
export async function withRunTools(
  flags: Pick<
    RunFlags,
    "maxCalls" | "maxUsd" | "concurrency" | "retrySeconds" | "cache" | "yes" | "prices"
  > & {
    readonly retryFailed?: boolean;
  },
  terminal: Terminal,
  work: (tools: RunTools) => Promise<void>,
): Promise<void> {
  const ledger = await usualLedger(terminal);
  const cache = flags.cache ? await openResponseCache(homeFolder(process.env), noteOn(terminal)) : null;
  const providers = providersOf(flags.prices);
  const stop = stopSignals(terminal.error);
  let started: string | null = null;
  try {
    await work({
      ledger,
      run: {
        open: (reference, options) => openModel(reference, { ...options, yes: flags.yes, providers }),
        limits: { calls: flags.maxCalls, usd: flags.maxUsd },
        concurrency: flags.concurrency,
        patience: { seconds: flags.retrySeconds, firstPauseSeconds: 1 },
        stop,
        beliefs: registerBeliefs(homeFolder(process.env)),
        witness: registerWitness(homeFolder(process.env)),
        cache,
        retryFailed: flags.retryFailed === true,
        workers: threads(stop.hard),
        events: (event) => {
          if (event.kind === "started") started = event.run.id;
          terminal.progress.event(event);
        },
      },
    });
  } catch (error) {
    if (error instanceof CredenceError && started !== null) {
      terminal.error(`Everything measured is saved. Go on with: credence resume ${started}\n`);
    }
    throw error;
  } finally {
    terminal.progress.end();
    stop.release();
    cache?.close();
    ledger.close();
  }
}

function noteOn(terminal: Terminal): (text: string) => void {
  return (text) => terminal.error(`${plainText(text)}\n`);
}
