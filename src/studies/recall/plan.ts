import type { Request } from "../../asking/request.ts";
import type { Measured } from "../../core/outcome.ts";
import {
  type ContinuationTable,
  type ContinuationTrial,
  continuationRequest,
  continuationTable,
  measureContinuations,
} from "../../scoring/continuations.ts";
import type { Block, Foreseen, Outcomes, Role, Tools } from "../../study/study.ts";
import {
  boxTrials,
  isBox,
  measureBox,
  type RecallTrial,
  type RecallValue,
  scoredOnly,
} from "./box/box-trials.ts";
import type { RecallConfig } from "./config.ts";
import { contextTrials } from "./contexts.ts";
import { type Design, designs, standIns } from "./design.ts";
import type { RecallInputs } from "./inputs.ts";
import { measureOrder, orderArm, orderOf, orderTrial } from "./order-check.ts";
import { askedRole, tablesOf, tableTrials } from "./tables.ts";

type Asking = Outcomes<RecallTrial, RecallValue>;

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

/** Networks that are trained here; of a model the check of order, then the tables of all relations, then every known fact in its contexts. */
export async function* planTrials(
  { model, others, box, boxRelations }: RecallConfig,
  { relations }: RecallInputs,
): AsyncGenerator<Block<RecallTrial>, void, Asking> {
  if (box > 0) yield block("networks", boxTrials(box, boxRelations));
  if (model === null) return;
  let steady = false;
  for await (const { result } of scoredOnly(yield block("order of requests", [orderTrial])))
    steady = orderOf(result).steady;
  if (!steady) return;
  const table = await continuationTable(
    scoredOnly(
      yield block(
        "tables",
        relations.flatMap((one) => tableTrials(one)),
      ),
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
  { model, others, box, boxRelations }: RecallConfig,
  { relations }: RecallInputs,
): Foreseen<RecallTrial> {
  const trained = boxTrials(box, boxRelations).map((trial) => ({ trial }));
  const training =
    box === 0
      ? []
      : [`${trained.length} networks are trained here, 5 to 20 seconds of processor time each, one a core.`];
  if (model === null) return { trials: trained, bounds: [], notes: training };
  const shown = (design: Design, relation: RecallInputs["relations"][number]) =>
    contextTrials(relation, design);
  const trials = [
    orderTrial,
    ...relations.flatMap((one) => tableTrials(one)),
    ...relations.flatMap((one) => standIns(one, others).flatMap((design) => shown(design, one))),
  ];
  return {
    trials: [...trained, ...trials.map((trial) => ({ trial, prefix: trial.item }))],
    bounds: [],
    notes: [
      ...training,
      "Tables are as they will be asked. Which words stand in the contexts of E1 to E4 follows from the tables: here others of the same list stand in for them.",
    ],
  };
}

/** Asks one trial. */
export function measureTrial(
  trial: RecallTrial,
  _inputs: RecallInputs,
  { model, signal, workers }: Tools,
): Promise<Measured<RecallValue>> {
  if (isBox(trial)) return measureBox(trial, workers);
  const { capabilities } = model(askedRole);
  return trial.arm === orderArm
    ? measureOrder(trial, capabilities, signal)
    : measureContinuations(trial, capabilities, signal);
}

/** What a trial asks. */
export function requestOf(trial: RecallTrial): Request | null {
  return isBox(trial) ? null : continuationRequest(trial);
}

function block(title: string, trials: readonly RecallTrial[]): Block<RecallTrial> {
  return { title, trials, count: trials.length, order: "parallel", retry: "runner" };
}
