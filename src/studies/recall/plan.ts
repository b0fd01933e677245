import type { Request } from "../../asking/request.ts";
import type { Measured, Outcome } from "../../core/outcome.ts";
import {
  type ContinuationTable,
  type ContinuationTrial,
  type ContinuationValue,
  continuationRequest,
  continuationTable,
  measureContinuations,
} from "../../scoring/continuations.ts";
import type { Block, Foreseen, Outcomes, Role, Tools } from "../../study/study.ts";
import type { RecallConfig } from "./config.ts";
import { contextTrials } from "./contexts.ts";
import { type Design, designs, standIns } from "./design.ts";
import type { RecallInputs } from "./inputs.ts";
import { measureOrder, orderArm, orderOf, orderTrial } from "./order-check.ts";
import { askedRole, tablesOf, tableTrials } from "./tables.ts";

type Asking = Outcomes<ContinuationTrial, ContinuationValue>;

/** The model that is asked, where one was named. */
export function rolesOf({ model }: RecallConfig): readonly Role[] {
  if (model === null) return [];
  return [
    {
      name: askedRole,
      purpose: "gives log-probabilities of texts",
      model,
      needs: [["scoreInTurn"], ["score"]],
    },
  ];
}

/** The check of order, then the tables of all relations, then every fact in its contexts. */
export async function* planTrials(
  { model, others }: RecallConfig,
  { relations }: RecallInputs,
): AsyncGenerator<Block<ContinuationTrial>, void, Asking> {
  if (model === null) return;
  const [check] = await listed(yield block("order of requests", [orderTrial]));
  if (!orderOf(check?.result).steady) return;
  const table = await continuationTable(
    yield block(
      "tables",
      relations.flatMap((one) => tableTrials(one)),
    ),
  );
  yield block("contexts", contextsOf(relations, table, others));
}

/** The trials of all facts that can be tested. */
function contextsOf(
  relations: RecallInputs["relations"],
  table: ContinuationTable,
  others: number,
): readonly ContinuationTrial[] {
  return relations.flatMap((relation) =>
    designs(relation, tablesOf(relation, table), others).flatMap((one) =>
      "why" in one ? [] : contextTrials(relation, one),
    ),
  );
}

/** All of it, contexts with words that stand in for those that the tables will choose. */
export function foreseePlan(
  { model, others }: RecallConfig,
  { relations }: RecallInputs,
): Foreseen<ContinuationTrial> {
  if (model === null) return { trials: [], bounds: [], notes: [] };
  const shown = (design: Design, relation: RecallInputs["relations"][number]) =>
    contextTrials(relation, design);
  const trials = [
    orderTrial,
    ...relations.flatMap((one) => tableTrials(one)),
    ...relations.flatMap((one) => standIns(one, others).flatMap((design) => shown(design, one))),
  ];
  return {
    trials: trials.map((trial) => ({ trial, prefix: trial.item })),
    bounds: [],
    notes: [
      "Tables are as they will be asked. Which words stand in the contexts of E1 to E4 follows from the tables: here others of the same list stand in for them.",
    ],
  };
}

/** Asks one trial. */
export function measureTrial(
  trial: ContinuationTrial,
  _inputs: RecallInputs,
  { model, signal }: Tools,
): Promise<Measured<ContinuationValue>> {
  const { capabilities } = model(askedRole);
  return trial.arm === orderArm
    ? measureOrder(trial, capabilities, signal)
    : measureContinuations(trial, capabilities, signal);
}

/** What a trial asks. */
export function requestOf(trial: ContinuationTrial): Request {
  return continuationRequest(trial);
}

function block(title: string, trials: readonly ContinuationTrial[]): Block<ContinuationTrial> {
  return { title, trials, count: trials.length, order: "parallel", retry: "runner" };
}

async function listed(outcomes: Asking): Promise<readonly Outcome<ContinuationTrial, ContinuationValue>[]> {
  const all: Outcome<ContinuationTrial, ContinuationValue>[] = [];
  for await (const outcome of outcomes) all.push(outcome);
  return all;
}
