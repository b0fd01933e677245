import type { Measured } from "../../core/outcome.ts";
import {
  type ContinuationTable,
  type ContinuationValue,
  continuationTable,
} from "../../scoring/continuations.ts";
import { holm } from "../../stats/distributions/holm.ts";
import { mean, sd } from "../../stats/distributions/moments.ts";
import type { Random } from "../../stats/distributions/random.ts";
import { clusterCodes } from "../../stats/resampling/clusters.ts";
import { freedmanLane } from "../../stats/resampling/freedman-lane.ts";
import { type SearchNull, searchNull } from "../../stats/resampling/search-null.ts";
import { longestShared } from "../../stats/text/letters.ts";
import type { Analysis, AnalyzeContext, Outcomes } from "../../study/study.ts";
import { answerOf } from "./answer.ts";
import { boxResultOf } from "./box/box-result.ts";
import { type RecallTrial, type RecallValue, scoredOnly } from "./box/box-trials.ts";
import { kindOf } from "./bridges.ts";
import { censusOf } from "./census.ts";
import { resolveClaims } from "./claims.ts";
import type { RecallConfig } from "./config.ts";
import { type Covariates, covariates } from "./design.ts";
import type { Effects } from "./effects.ts";
import { factResults, isKnown, type MeasuredFact, measuredFacts } from "./facts-result.ts";
import type { RecallInputs, Searched } from "./inputs.ts";
import { meansOf } from "./means.ts";
import { orderArm, orderOf } from "./order-check.ts";
import type { RecallResults, RelationResult } from "./results.ts";
import { passesNeeded } from "./rule.ts";
import { type Strengths, searchAll } from "./search.ts";
import { knownOf, type Tables, tablesOf } from "./tables.ts";

/** Everything that a run's outcomes say. */
export async function analyzeOutcomes(
  config: RecallConfig,
  inputs: RecallInputs,
  all: Outcomes<RecallTrial, RecallValue>,
  { random: source, progress }: AnalyzeContext,
): Promise<Analysis<RecallResults>> {
  const table = await continuationTable(scoredOnly(all));
  const order = config.model === null ? null : orderOf(await checked(all));
  const able = order?.steady === true;
  const searched = able
    ? inputs.relations.map((relation) => search(relation, table, config, source.fork(relation.id)))
    : [];
  progress(0.5, "search");
  const measured = searched.flatMap(({ relation, tables }) =>
    measuredFacts(relation, tables, table, config.others),
  );
  const { facts, ruled } = factResults(measured, config.q);
  const tested = measured.filter(
    (one) => isKnown(one) && typeof one.effects?.boost === "number" && one.effects.redirect !== null,
  );
  const ruledOnes = ruled.filter(({ p }) => p !== null).length;
  const results: RecallResults = {
    ...{ version: 1, q: config.q, order, missing: table.missing, facts },
    relations: relationResults(searched, measured, config.q),
    census: inputs.words.length === 0 ? null : censusFor(inputs, config.permutations, source.fork("census")),
    balance: balanceOf(tested),
    means: meansOf(
      tested.flatMap(({ effects }): Effects[] => (effects === null ? [] : [effects])),
      config.draws,
      source.fork("share"),
    ),
    strict: {
      passed: ruled.filter(({ strict }) => strict).length,
      of: ruledOnes,
      needed: passesNeeded(ruledOnes),
    },
    crossSection: crossSectionOf(searched, config.permutations, source.fork("cross-section")),
    box: config.box === 0 ? null : await boxResultOf(all, config.boxRelations),
  };
  progress(1, "done");
  return {
    answer: answerOf(results),
    claims: resolveClaims(results),
    gates: order === null ? [] : [{ id: "order", passed: order.steady, reason: order.says }],
    warnings: warningsOf(results),
    results,
    cost: {},
  };
}

async function checked(
  outcomes: Outcomes<RecallTrial, RecallValue>,
): Promise<Measured<ContinuationValue> | undefined> {
  for await (const { trial, result } of scoredOnly(outcomes)) if (trial.arm === orderArm) return result;
  return undefined;
}

interface SearchedRelation {
  readonly relation: Searched;
  readonly tables: Tables;
  readonly any: SearchNull;
  readonly human: SearchNull;
  /** Strength of each fact's own best word, nats. */
  readonly own: readonly number[];
}

function search(
  relation: Searched,
  table: ContinuationTable,
  { permutations }: RecallConfig,
  source: Random,
): SearchedRelation {
  const tables = tablesOf(relation, table);
  const seen = (at: number, word: number, object: number): boolean => {
    const bridge = relation.pool[word];
    const subject = relation.facts[at]?.subject ?? "";
    return bridge !== undefined && kindOf({ subject, object: tables.objects[object] ?? "" }, bridge) !== null;
  };
  const all = searchAll(tables);
  const against = (found: Strengths, name: string): SearchNull =>
    searchNull(found, tables, permutations, source.fork(name));
  return {
    ...{ relation, tables, any: against(all, "any"), human: against(searchAll(tables, seen), "human-like") },
    own: all.best.map((row, fact) => row[tables.objectOf[fact] ?? 0] ?? 0),
  };
}

function relationResults(
  searched: readonly SearchedRelation[],
  measured: readonly MeasuredFact[],
  q: number,
): readonly RelationResult[] {
  const corrected = {
    any: holm(searched.map(({ any }) => any.p)),
    human: holm(searched.map(({ human }) => human.p)),
  };
  return searched.map(({ relation, any, human }, i) => {
    const { id, title, source, facts, pool } = relation;
    const own = measured.filter((one) => one.relation === relation);
    const line = (words: "any" | "human-like", found: SearchNull, adjusted: number) => ({
      ...{ words, observed: found.observed, byChance: found.byChance, p: found.p, holm: adjusted },
      standOut: found.factQ.filter((one) => one <= q).length,
    });
    return {
      ...{ id, title, source, facts: facts.length, words: pool.length },
      scored: own.filter(({ known }) => !Number.isNaN(known.margin)).length,
      known: own.filter(isKnown).length,
      rankedFirst: own.filter(({ known }) => known.rank === 1).length,
      search: [line("any", any, corrected.any[i] ?? 1), line("human-like", human, corrected.human[i] ?? 1)],
    };
  });
}

function censusFor({ relations, words }: RecallInputs, permutations: number, source: Random) {
  const facts = relations.find(({ id }) => id === "base64")?.facts ?? [];
  return facts.length === 0 ? null : censusOf(facts, new Set(words), permutations, source);
}

/** Standardised mean differences between bridges and their two shams, over the facts that were tested. */
function balanceOf(tested: readonly MeasuredFact[]): RecallResults["balance"] {
  const scales = new Map<Searched, Covariates>();
  const rows = tested.flatMap(({ relation, tables, design }) => {
    if ("why" in design) return [];
    const { names, of } = scales.get(relation) ?? covariates(relation, tables);
    scales.set(relation, { names, of });
    const object = tables.objectOf[design.fact] ?? 0;
    const [a, b] = design.shams.map((word) => of(word, object));
    return [
      {
        names,
        own: of(design.word, object),
        sham: (a ?? []).map((value, i) => (value + (b?.[i] ?? value)) / 2),
      },
    ];
  });
  const names = rows[0]?.names ?? [];
  if (rows.length < 2) return [];
  return names.map((what, i) => {
    const own = rows.map((row) => row.own[i] ?? 0);
    const sham = rows.map((row) => row.sham[i] ?? 0);
    const spread = Math.sqrt((sd(own) ** 2 + sd(sham) ** 2) / 2);
    return { what, difference: spread > 0 ? (mean(own) - mean(sham)) / spread : 0 };
  });
}

/** E5: the margin on the best bridge's strength, beside what else tells of a margin, within relations. */
function crossSectionOf(
  searched: readonly SearchedRelation[],
  permutations: number,
  source: Random,
): RecallResults["crossSection"] {
  const rows = searched.flatMap(({ relation, tables, own }) =>
    relation.facts.flatMap(({ subject, object }, at) => {
      const { margin } = knownOf(tables, at);
      if (Number.isNaN(margin)) return [];
      const shared = longestShared(subject.toLowerCase(), object.toLowerCase());
      return [
        {
          ...{ relation: relation.id, margin, strength: own[at] ?? 0 },
          "log-probability of the object without a subject":
            tables.objectPrior[tables.objectOf[at] ?? 0] ?? 0,
          "letters of the object": object.length,
          "letters that subject and object share": shared.length,
        },
      ];
    }),
  );
  const beside = [
    "log-probability of the object without a subject",
    "letters of the object",
    "letters that subject and object share",
  ] as const;
  const found = freedmanLane(
    {
      group: clusterCodes(rows.map((row) => row.relation)),
      y: rows.map(({ margin }) => margin),
      x: rows.map((row) => row.strength),
      beside: beside.map((name) => rows.map((row) => row[name])),
    },
    permutations,
    source,
  );
  return found === null ? null : { ...found, n: rows.length, beside };
}

function warningsOf({ missing, balance, order }: RecallResults): readonly string[] {
  if (order?.steady === false) return [];
  const off = balance.filter(({ difference }) => Math.abs(difference) > 0.1);
  return [
    ...(missing === 0
      ? []
      : [`${missing} texts could not be scored; facts that rest on them were not tested.`]),
    ...(off.length === 0
      ? []
      : [
          `Bridges and shams differ by more than .1 standard deviations in ${off.map(({ what, difference }) => `${what} (${difference.toFixed(2)})`).join(", ")}.`,
        ]),
  ];
}
