import { randomBytes } from "node:crypto";
import type { AddressInfo } from "node:net";
import { serve } from "@hono/node-server";
import { type Context, Hono } from "hono";
import { compareRuns, comparisonReport, type Side } from "../compare/compare.ts";
import { CredenceError } from "../core/error.ts";
import { runHash } from "../data/run-hash.ts";
import type { ScoredRuns } from "../data/scored-runs.ts";
import type { Ledger, OutcomeRecord, RunRecord } from "../ledger/ledger.ts";
import type { Register } from "../ledger/register.ts";
import { renderHtml } from "../report/html.ts";
import { loadStudy } from "../studies/index.ts";
import { threads } from "../study/workers.ts";
import { guard, headers } from "./guard.ts";
import { type Asked, type OutcomeRow, outcomeRows, type SortBy, sortable, tableOf } from "./outcome-rows.ts";
import { claimsPage, itemPage, outcomesPage, runPage, runsPage } from "./pages.ts";

/** What is looked at. */
export interface Viewed {
  readonly ledger: Ledger;
  readonly register: Pick<Register, "predictions">;
}

/** A view on a socket. */
export interface ListeningView {
  /** With the token: who has it may look. */
  readonly url: string;
  readonly close: () => Promise<void>;
}

/** Serves the runs of a ledger to a browser on this machine: nothing is changed by looking, nothing is fetched from elsewhere. */
export async function serveView(
  viewed: Viewed,
  { port = 0 }: { readonly port?: number } = {},
): Promise<ListeningView> {
  const token = randomBytes(16).toString("hex");
  let own: readonly string[] = [];
  const app = viewApp(viewed, token, () => own);
  const { promise, resolve, reject } = Promise.withResolvers<AddressInfo>();
  const server = serve(
    { fetch: app.fetch, hostname: "127.0.0.1", port, overrideGlobalObjects: false },
    resolve,
  );
  server.once("error", reject);
  const address = await promise;
  own = [`127.0.0.1:${address.port}`, `localhost:${address.port}`];
  return {
    url: `http://127.0.0.1:${address.port}/?token=${token}`,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        if ("closeAllConnections" in server) server.closeAllConnections();
      }),
  };
}

/** The pages, without a socket. */
function viewApp({ ledger, register }: Viewed, token: string, hosts: () => readonly string[]): Hono {
  const app = new Hono();
  app.use(headers);
  app.use(guard(token, hosts));
  app.onError((error, context) => {
    if (error instanceof CredenceError) return context.text(`${error.message}\n${error.fix ?? ""}`, 404);
    throw error;
  });
  const tables = remembered<OutcomeRow[]>(4);
  const scores = remembered<ScoredRuns | null>(4);
  const withRun = async (
    context: Context,
    work: (run: RunRecord) => Promise<Response>,
  ): Promise<Response> => {
    const run = await ledger.open(context.req.param("id") ?? "", "read");
    try {
      return await work(run);
    } finally {
      await run.close();
    }
  };
  const scoredOf = (run: RunRecord): Promise<ScoredRuns | null> =>
    scores(`${run.id} ${run.outcomes}`, () => scoredRunsOf(run));

  app.get("/", async (context) =>
    context.html(
      runsPage(await ledger.list(), {
        study: context.req.query("study") ?? "",
        text: context.req.query("text") ?? "",
      }),
    ),
  );
  app.get("/claims", (context) => context.html(claimsPage(register.predictions())));
  app.get("/run/:id", (context) =>
    withRun(context, async (run) => context.html(runPage(run, await answerOf(run)))),
  );
  app.get("/run/:id/report", (context) =>
    withRun(context, async (run) => {
      const page = await run.readFile("report.html");
      return page === undefined ? context.text("There is no report yet.", 404) : context.html(page);
    }),
  );
  app.get("/run/:id/outcomes", (context) =>
    withRun(context, async (run) => {
      const rows = await tables(`${run.id} ${run.outcomes}`, () => outcomeRows(run));
      const asked = askedOf((name) => context.req.query(name) ?? "");
      return context.html(outcomesPage(run, asked, rows, tableOf(rows, asked)));
    }),
  );
  app.get("/run/:id/item/:item", (context) =>
    withRun(context, async (run) => {
      const item = context.req.param("item") ?? "";
      const records: OutcomeRecord[] = [];
      for await (const record of run.records()) if (record.trial.item === item) records.push(record);
      const scored = await scoredOf(run);
      const found =
        scored === null ? undefined : [...scored.runs].find(({ run: one }) => runHash(one) === item);
      return context.html(
        itemPage(
          run,
          item,
          records,
          scored === null || found === undefined ? null : { run: found, arms: scored.arms },
        ),
      );
    }),
  );
  app.get("/compare", async (context) => {
    const [a, b] = [context.req.query("a"), context.req.query("b")];
    if (a === undefined || b === undefined) return context.text("Choose a run A and a run B.", 400);
    const sides: Side[] = [];
    try {
      for (const id of [a, b]) {
        const run = await ledger.open(id, "read");
        sides.push({ run, scored: null });
        sides[sides.length - 1] = { run, scored: await scoredOf(run) };
      }
      const [first, second] = sides;
      if (first === undefined || second === undefined) return context.text("Choose two runs.", 400);
      return context.html(
        await renderHtml(comparisonReport(first, second, await compareRuns(first, second))),
      );
    } finally {
      for (const { run } of sides) await run.close();
    }
  });
  return app;
}

async function answerOf(run: RunRecord): Promise<string> {
  const report = await (await studyOf(run))?.show(run);
  return report?.answer?.sentence ?? "";
}

async function studyOf(run: RunRecord) {
  const study = await loadStudy(run.registration.study);
  return study?.version === run.registration.studyVersion ? study : undefined;
}

async function scoredRunsOf(run: RunRecord): Promise<ScoredRuns | null> {
  const study = await studyOf(run);
  if (study?.scoredRuns == null || run.status !== "complete") return null;
  return study.scoredRuns(run, { events: () => {}, workers: threads() });
}

function askedOf(query: (name: string) => string): Asked {
  const sort = sortable.find((name): name is SortBy => name === query("sort")) ?? "number";
  const page = Number(query("page"));
  return {
    ...{ arm: query("arm"), status: query("status"), text: query("text"), sort, down: query("down") === "1" },
    page: Number.isSafeInteger(page) && page > 0 ? page : 0,
  };
}

/** Keeps the last few answers of something slow. */
function remembered<Value>(most: number): (key: string, make: () => Promise<Value>) => Promise<Value> {
  const kept = new Map<string, Promise<Value>>();
  return (key, make) => {
    const known = kept.get(key) ?? make();
    kept.delete(key);
    kept.set(key, known);
    known.catch(() => kept.delete(key));
    const oldest = kept.keys().next();
    if (kept.size > most && oldest.done !== true) kept.delete(oldest.value);
    return known;
  };
}
