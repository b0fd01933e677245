import { z } from "zod";
import { mean, sd } from "../../stats/distributions/moments.ts";
import { leastSquares } from "../../stats/distributions/ols.ts";
import { type Random, random } from "../../stats/distributions/random.ts";
import { type Network, network, type TokenFact } from "./network.ts";

/**
 * What half of the new facts are made of. `planted`: the object is already one of the subject's attributes; `same`: no coincidence in either half; `permuted`:
 * an attribute of another subject; `sham`: an object that the chosen relation often gives, though not to this subject; `untrained`: planted, in a network that has
 * learned nothing before.
 */
export const conditions = ["planted", "same", "permuted", "sham", "untrained"] as const;
export type Condition = (typeof conditions)[number];

const subjects = 128;
const objects = 64;
const shape = { subjects, objects, width: 64, heads: 4, hidden: 128, layers: 2 };
const batch = 32;
const mostEpochs = 80;
const mostExposures = 20;

/** Schema of what one network gave in one condition. */
export const coincidenceResult = z
  .object({
    /** Mean number of times a fact was seen until its object had probability over one half; the most there are where it never had. */
    exposures: z.object({ coincident: z.number(), matched: z.number() }).readonly(),
    /** Matched less coincident, beside the log-probability before the first exposure (ANCOVA), and over the standard deviation within groups. */
    adjusted: z.number(),
    d: z.number(),
    /** Nats by which the dependent fact loses more when its bridge is taught anew than when another attribute is; null where there is no bridge. */
    ripple: z.number().nullable(),
    /** Share of base facts known when new ones came. */
    known: z.number(),
  })
  .readonly();
export type CoincidenceResult = z.infer<typeof coincidenceResult>;

/** Which network is made. */
export interface CoincidencePlan {
  readonly seed: string;
  /** Attributes of a subject. */
  readonly relations: number;
  readonly conditions: readonly Condition[];
}

/** Schema of a network's results by condition. */
export const coincidenceResults: z.ZodType<readonly CoincidenceResult[]> = z.array(coincidenceResult);

/** Trains one network on facts, then new facts in every condition from the same weights. Equal seeds give equal results. */
export function coincidences(
  { seed, relations, conditions: asked }: CoincidencePlan,
  progress: (fraction: number) => void = () => {},
): readonly CoincidenceResult[] {
  const source = random(`coincidences ${seed} ${relations}`);
  const attribute = Array.from({ length: subjects }, () =>
    Array.from({ length: relations }, () => source.int(objects)),
  );
  const base = attribute.flatMap((row, subject) =>
    row.map((object, relation): TokenFact => ({ subject, relation, object })),
  );
  const make = (): Network =>
    network({ ...shape, relations: relations + 1, rate: 2e-3 }, source.fork("weights"));
  const trained = make();
  const teaching = source.fork("teaching");
  for (let epoch = 0; epoch < mostEpochs; epoch++) {
    epochOf(trained, base, teaching);
    progress((0.7 * epoch) / mostEpochs);
    if (epoch % 4 === 3 && mean(trained.logProbs(base)) > Math.log(0.97)) break;
  }
  return asked.map((condition, at) => {
    progress(0.7 + (0.3 * at) / asked.length);
    const from = condition === "untrained" ? make() : trained.copy();
    return inCondition(from, condition, { attribute, base, relations, source: source.fork(condition) });
  });
}

interface Taught {
  readonly attribute: readonly (readonly number[])[];
  readonly base: readonly TokenFact[];
  readonly relations: number;
  readonly source: Random;
}

function inCondition(net: Network, condition: Condition, taught: Taught): CoincidenceResult {
  const { base, relations, source } = taught;
  const { facts, coincident, through } = newFacts(condition, taught);
  const prior = net.logProbs(facts);
  const known = net.logProbs(base).filter((one) => one > Math.log(0.5)).length / base.length;
  const seen = facts.map(() => mostExposures);
  for (let exposure = 1; exposure <= mostExposures && seen.includes(mostExposures); exposure++) {
    // An untrained network has nothing to keep: it sees new facts alone.
    exposeOf(net, facts, condition === "untrained" ? [] : base, source);
    for (const [i, one] of net.logProbs(facts).entries())
      if (one > Math.log(0.5) && seen[i] === mostExposures) seen[i] = exposure;
  }
  const fit = leastSquares([coincident.map(Number), [...prior]], seen);
  const group = (of: boolean): number[] => seen.filter((_, i) => coincident[i] === of);
  const spread = Math.sqrt((sd(group(true)) ** 2 + sd(group(false)) ** 2) / 2);
  const adjusted = fit.ok ? -(fit.coefficients[0]?.value ?? Number.NaN) : Number.NaN;
  return {
    exposures: { coincident: mean(group(true)), matched: mean(group(false)) },
    adjusted,
    d: spread > 0 ? adjusted / spread : 0,
    ripple:
      condition === "planted" && relations > 1
        ? rippleOf(
            net,
            facts.filter((_, i) => coincident[i]),
            through,
            taught,
          )
        : null,
    known,
  };
}

/** New facts of all subjects under one new relation; both halves get the same objects as often. */
function newFacts(
  condition: Condition,
  { attribute, relations, source }: Taught,
): {
  readonly facts: readonly TokenFact[];
  readonly coincident: readonly boolean[];
  readonly through: readonly number[];
} {
  const order = source.shuffle([...attribute.keys()]);
  const [first, second] = [order.slice(0, subjects / 2), order.slice(subjects / 2)];
  const through = first.map(() => source.int(relations));
  const own = (subject: number): readonly number[] => attribute[subject] ?? [];
  /** Objects dealt out so that none is an attribute of its subject. */
  const dealtTo = (to: readonly number[], pool: readonly number[]): readonly number[] =>
    to.map((subject) => source.pick(pool.filter((object) => !own(subject).includes(object))));
  const attributes = first.map((subject, i) => own(subject)[through[i] ?? 0] ?? 0);
  const ofRelation = first.map((subject, i) => {
    const relation = through[i] ?? 0;
    const given = attribute
      .map((row) => row[relation] ?? 0)
      .filter((object) => !own(subject).includes(object));
    return source.pick(given);
  });
  const chosen: Readonly<Record<Condition, () => readonly number[]>> = {
    planted: () => attributes,
    untrained: () => attributes,
    same: () => dealtTo(first, attributes),
    permuted: () => dealtTo(first, source.shuffle(attributes)),
    sham: () => ofRelation,
  };
  const objectsOf = [...chosen[condition](), ...dealtTo(second, attributes)];
  const facts = [...first, ...second].map((subject, i) => ({
    subject,
    relation: relations,
    object: objectsOf[i] ?? 0,
  }));
  return { facts, coincident: facts.map((_, i) => i < first.length), through };
}

/** Teaches another object for the bridge, or for another attribute, from the same weights: what becomes of the facts that hang on it? */
function rippleOf(
  net: Network,
  dependent: readonly TokenFact[],
  through: readonly number[],
  { attribute, relations, source }: Taught,
): number {
  const anew = dependent.map(({ subject }) =>
    source.pick(Array.from({ length: objects }, (_, i) => i).filter((i) => !attribute[subject]?.includes(i))),
  );
  const loss = (other: number): number => {
    const own = net.copy();
    const before = mean(own.logProbs(dependent));
    const facts = dependent.map(({ subject }, i) => ({
      subject,
      relation: ((through[i] ?? 0) + other) % relations,
      object: anew[i] ?? 0,
    }));
    for (let round = 0; round < 8; round++) epochOf(own, facts, source.fork(`ripple ${round}`));
    return mean(own.logProbs(dependent)) - before;
  };
  return loss(0) - loss(1);
}

function epochOf(net: Network, facts: readonly TokenFact[], source: Random): void {
  const order = source.shuffle(facts);
  for (let at = 0; at < order.length; at += batch) net.train(order.slice(at, at + batch));
}

/** Every new fact once, as many old ones among them. */
function exposeOf(
  net: Network,
  facts: readonly TokenFact[],
  base: readonly TokenFact[],
  source: Random,
): void {
  const order = source.shuffle(facts);
  for (let at = 0; at < order.length; at += batch) {
    const fresh = order.slice(at, at + batch);
    net.train([...fresh, ...(base.length === 0 ? [] : fresh.map(() => source.pick(base)))]);
  }
}
