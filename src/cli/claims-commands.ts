import { Command } from "commander";
import { credence, usualUndecided } from "../claims/credence.ts";
import type { Prediction } from "../claims/register.ts";
import { CredenceError } from "../core/error.ts";
import { homeFolder } from "../ledger/home.ts";
import { openRegister } from "../ledger/register.ts";
import { plainText } from "../report/escape.ts";
import { formatNumber } from "../report/format.ts";
import { loadStudies } from "../studies/index.ts";
import { predict } from "../study/beliefs.ts";
import type { Terminal } from "./terminal.ts";

/** The verbs on claims and beliefs: claims, predict, score. */
export function claimsCommands(terminal: Terminal): Command[] {
  return [claims(terminal), predictCommand(terminal), score(terminal)];
}

function claims(terminal: Terminal): Command {
  return new Command("claims")
    .description("list the claims that studies resolve, with their rules")
    .option("--json", "as JSON on stdout")
    .exitOverride()
    .action(async (options: { readonly json?: boolean }) => {
      const all = (await loadStudies()).flatMap((study) =>
        study.claims.map((claim) => ({ ...claim, id: `${study.name}/${claim.id}` })),
      );
      if (options.json === true) return terminal.out(`${JSON.stringify(all, null, 2)}\n`);
      const pending = openRegister(homeFolder(process.env))
        .predictions()
        .filter(({ state }) => state === "pending");
      for (const { id, text, estimand, rule, narrower } of all) {
        terminal.out(
          `${id}  ${text}\n  estimand  ${estimand}\n  rule      ${rule}\n  narrower  ${narrower}\n`,
        );
        for (const believed of pending.filter(({ claim }) => claim === id))
          terminal.out(`  pending   ${beliefText(believed)}\n`);
      }
    });
}

function predictCommand(terminal: Terminal): Command {
  return new Command("predict")
    .description("write down how likely you think a claim is, before the run that tests it")
    .argument("<claim>", "such as monitor/C1")
    .argument("<p>", "probability that the claim is true")
    .option(
      "--undecided <p>",
      "probability that the run leaves it open (1 less its power)",
      String(usualUndecided),
    )
    .option("--because <text>", "why")
    .option("--json", "as JSON on stdout")
    .addHelpText(
      "after",
      `
Example:
  $ credence predict monitor/C1 0.3 --because "same weights, same words"
  monitor/C1: P(true) 0.30. Scored as supported 0.24, contradicted 0.56, undecided 0.20 ...

A run gives one of three answers, and each scores the belief: a true claim comes out supported where the run has the
power to see it, else undecided. --undecided says how likely that is; no part is below 0.01.`,
    )
    .exitOverride()
    .action(
      async (
        claim: string,
        p: string,
        options: { readonly undecided: string; readonly because?: string; readonly json?: boolean },
      ) => {
        const names = (await loadStudies()).flatMap((study) =>
          study.claims.map(({ id }) => `${study.name}/${id}`),
        );
        if (!names.includes(claim)) {
          throw new CredenceError("usage", `no claim is called '${claim}'`, {
            fix: `There are ${names.join(", ")}.`,
          });
        }
        const truth = probability(p);
        const believed = { probability: truth, credence: credence(truth, probability(options.undecided)) };
        const { id } = await predict(homeFolder(process.env), claim, believed, options.because ?? null);
        if (options.json === true) return terminal.out(`${JSON.stringify({ id, claim, ...believed })}\n`);
        terminal.out(
          `${claim}: ${beliefText(believed)} (--undecided changes the last). The next run that registers the claim binds it.\n`,
        );
      },
    );
}

function probability(text: string): number {
  const value = Number(text);
  if (text.trim() !== "" && value >= 0 && value <= 1) return value;
  throw new CredenceError("usage", `'${text}' is no probability`, {
    fix: "Give a number between 0 and 1, such as 0.3.",
  });
}

function score(terminal: Terminal): Command {
  return new Command("score")
    .description("score what was believed against what was found")
    .option("--json", "as JSON on stdout")
    .exitOverride()
    .action((options: { readonly json?: boolean }) => {
      const predictions = openRegister(homeFolder(process.env)).predictions();
      const scored = predictions.filter(({ state }) => state === "scored");
      const mean = (of: (prediction: Prediction) => number): number | null =>
        scored.length === 0
          ? null
          : scored.reduce((sum, prediction) => sum + of(prediction), 0) / scored.length;
      const brier = mean((prediction) => prediction.score?.brier ?? 0);
      const log = mean((prediction) => prediction.score?.log ?? 0);
      if (options.json === true) {
        return terminal.out(
          `${JSON.stringify({ predictions, scored: scored.length, meanBrier: brier, meanLog: log }, null, 2)}\n`,
        );
      }
      if (predictions.length === 0) {
        terminal.error("Nothing has been predicted yet. Begin with: credence predict monitor/C1 0.3\n");
        return;
      }
      for (const prediction of predictions) terminal.out(`${lineOf(prediction)}\n`);
      if (brier === null || log === null) terminal.out("Nothing is scored yet.\n");
      else {
        terminal.out(
          `Mean over ${scored.length}: Brier ${formatNumber(brier, 3)} (0 is perfect, 0.667 knows nothing), log ${formatNumber(log, 3)} nats.\n`,
        );
      }
    });
}

/** A belief in words: what was said, and what is scored. */
function beliefText({
  probability: truth,
  credence: parts,
}: Pick<Prediction, "probability" | "credence">): string {
  const scored = (["supported", "contradicted", "undecided"] as const)
    .map((name) => `${name} ${formatNumber(parts[name], 2)}`)
    .join(", ");
  return `${truth === null ? "" : `P(true) ${formatNumber(truth, 2)}. `}Scored as ${scored}`;
}

function lineOf({
  claim,
  probability: truth,
  credence,
  state,
  verdict,
  score: scored,
  run,
  because,
}: Prediction): string {
  const found =
    state === "pending" || state === "replaced"
      ? state
      : scored === null
        ? `open (run ${run?.slice(0, 8)}${verdict === null ? "" : `, ${verdict}: no score`})`
        : `${verdict} (run ${run?.slice(0, 8)}): Brier ${formatNumber(scored.brier, 3)}, log ${formatNumber(scored.log, 3)}`;
  return `${claim}  ${beliefText({ probability: truth, credence })}  ${found}${because === null ? "" : `  because ${plainText(because)}`}`;
}
