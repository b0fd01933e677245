import { join, relative } from "node:path";
import { createInterface } from "node:readline/promises";
import type { Verdict } from "../../claims/claim.ts";
import { credence } from "../../claims/credence.ts";
import { scoreCredence } from "../../claims/score.ts";
import { writeWhole } from "../../ledger/files.ts";
import { homeFolder } from "../../ledger/home.ts";
import { renderHtml } from "../../report/html.ts";
import { renderTerminal } from "../../report/terminal.ts";
import { loadStudy } from "../../studies/index.ts";
import { predict } from "../../study/beliefs.ts";
import type { RunEvent } from "../../study/events.ts";
import type { Finished } from "../../study/runnable.ts";
import { simulations } from "../simulate.ts";
import { studyCommand } from "../study-command.ts";
import type { Terminal } from "../terminal.ts";
import { type Held, nextSteps, type Row, rowLines, scoreboard, stopBlocks } from "./scoreboard.ts";
import { type Stop, stops } from "./stops.ts";

/** How the tour is made. */
export interface TourOptions {
  /** Names of stops; all of them when empty. */
  readonly only: readonly string[];
  /** Step two, where a model reads the office runs. */
  readonly model: Stop | null;
  /** May a model file be fetched without asking? */
  readonly yes: boolean;
  /** Ask what a visitor believes before each stop that resolves a claim? */
  readonly ask: boolean;
  readonly json: boolean;
}

/** Runs each study in its quick form, says after each what came of it, and writes one page that leads to all reports; gives the exit code. */
export async function tour(options: TourOptions, terminal: Terminal): Promise<number> {
  const wanted = [...stops, ...(options.model === null ? [] : [options.model])].filter(
    ({ name }) => options.only.length === 0 || options.only.includes(name) || name === "model",
  );
  const folder = join(process.cwd(), "credence-runs");
  const began = performance.now();
  const rows: Row[] = [];
  for (const [index, stop] of wanted.entries()) {
    const say = options.json ? terminal.error : terminal.out;
    say(`${index + 1} of ${wanted.length}  ${stop.name}: ${stop.about}\n`);
    const held = stop.claim === null || !options.ask ? null : await believed(stop, stop.claim, terminal);
    const started = performance.now();
    const finished = await visit(stop, options, terminal);
    const row = rowOf(stop, held, finished, { seconds: (performance.now() - started) / 1000, folder });
    rows.push(row);
    say(`${rowLines(row, terminal.width).join("\n")}\n\n`);
    if (finished?.status === "interrupted" || finished?.status === "failed") {
      terminal.error(`Go on with it: credence resume ${finished.id.slice(0, 8)}\n`);
      return 1;
    }
  }
  const seconds = (performance.now() - began) / 1000;
  const page = join(folder, "tour.html");
  const board = scoreboard(rows, seconds);
  const next = nextSteps(options.model === null);
  const whole = { ...board, blocks: [...board.blocks, ...stopBlocks(rows), ...next] };
  await writeWhole(page, await renderHtml(whole));
  if (options.json) terminal.out(`${JSON.stringify({ rows, seconds, page }, null, 2)}\n`);
  else {
    const shown = { ...board, blocks: [...board.blocks, ...next] };
    terminal.out(renderTerminal(shown, { width: terminal.width, color: terminal.color, long: true }));
  }
  terminal.error(`Page with all reports: ${relative(process.cwd(), page)}\n`);
  return 0;
}

/** Runs the stop's own command; what it would print is kept back. */
async function visit(stop: Stop, { yes }: TourOptions, terminal: Terminal): Promise<Finished | null> {
  const [verb, ...words] = stop.words;
  const study = await loadStudy(verb);
  if (study === undefined) throw new Error(`the tour stops at ${verb}, which is no study`);
  let finished: Finished | null = null;
  const { event, end } = terminal.progress;
  // How far it is, and nothing of what it says on the way: the report has that.
  const progress = { event: (said: RunEvent) => (said.kind === "progress" ? event(said) : undefined), end };
  const quiet: Terminal = { ...terminal, out: () => {}, error: () => {}, progress };
  const command = studyCommand(study, quiet, simulations[verb], {
    ended: (run) => {
      finished = run;
      return 0;
    },
  });
  await command.parseAsync([...words, ...(yes ? ["--yes"] : [])], { from: "user" });
  terminal.progress.end();
  return finished;
}

/** What a visitor believes of a claim, asked on a terminal; null where they skip it. */
async function believed({ words: [verb] }: Stop, id: string, terminal: Terminal): Promise<Held | null> {
  const claim = (await loadStudy(verb))?.claims.find((one) => one.id === id);
  if (claim === undefined) throw new Error(`${verb} has no claim ${id}`);
  terminal.error(`  ${verb}/${id}: ${claim.text}\n`);
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const typed = (await lines.question("  How likely is it, in percent? (Enter skips) "))
      .trim()
      .replace(/%$/, "");
    const percent = Number(typed);
    if (typed === "" || !(percent >= 0 && percent <= 100)) return null;
    const probability = percent / 100;
    const held = { probability, credence: credence(probability) };
    await predict(homeFolder(process.env), `${verb}/${id}`, held, "on the tour");
    return held;
  } finally {
    lines.close();
  }
}

function rowOf(
  stop: Stop,
  held: Held | null,
  finished: Finished | null,
  { seconds, folder }: { readonly seconds: number; readonly folder: string },
): Row {
  const { findings, report } = finished ?? { findings: null, report: null };
  const claim = findings?.claims.find(({ id }) => id === stop.claim) ?? null;
  const verdict: Verdict | null = claim?.verdict ?? null;
  return {
    ...{ name: stop.name, study: stop.words[0], command: `credence ${stop.words.join(" ")}` },
    question: report?.answer?.question ?? "",
    answer: report?.answer?.sentence ?? "It ended without an answer.",
    claim: stop.claim === null ? null : `${stop.words[0]}/${stop.claim}`,
    text: report?.headline.find(({ claim: name }) => name.endsWith(`/${stop.claim}`))?.text ?? "",
    believed: held?.probability ?? null,
    brier: held === null || verdict === null ? null : (scoreCredence(held.credence, verdict)?.brier ?? null),
    ...{ verdict, seconds },
    report: finished === null ? null : join(relative(folder, finished.folder), "report.html"),
  };
}
