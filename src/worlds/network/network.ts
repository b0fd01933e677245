import type { Random } from "../../stats/distributions/random.ts";
import {
  type Matrix,
  multiplyInto,
  normalised,
  normalisedBack,
  timesTransposedInto,
  transposedTimesInto,
  zeros,
} from "./matrix.ts";

/** A fact as a network sees it: two tokens, and the one that follows. */
export interface TokenFact {
  readonly subject: number;
  readonly relation: number;
  readonly object: number;
}

/** A small transformer that is trained where it stands. */
export interface Network {
  /** One step of Adam on the mean cross-entropy of these facts. */
  train(facts: readonly TokenFact[]): void;
  /** Log-probability of each fact's object, nats. */
  logProbs(facts: readonly TokenFact[]): Float64Array;
  /** A network of the same weights that goes its own way. */
  copy(): Network;
}

/** Sizes; the spec's are subjects 128, objects 64, width 64, heads 4, layers 2. */
export interface NetworkShape {
  readonly subjects: number;
  readonly relations: number;
  readonly objects: number;
  readonly width: number;
  readonly heads: number;
  readonly hidden: number;
  readonly layers: number;
  readonly rate: number;
}

type Name = "query" | "key" | "value" | "out" | "up" | "down";
interface Parameter {
  readonly value: Matrix;
  readonly gradient: Matrix;
  readonly first: Float32Array;
  readonly second: Float32Array;
}

/**
 * A decoder of two tokens, subject and relation: pre-norm (RMS), causal attention, ReLU; gradients by hand, Adam (Kingma & Ba 2015). The last layer works on the
 * last token alone, for nothing else is read.
 */
export function network(shape: NetworkShape, source: Random): Network {
  const { width, hidden, layers } = shape;
  const made = (rows: number, columns: number, spread: number): Parameter => {
    const value = zeros(rows, columns);
    for (let i = 0; i < value.data.length; i++) value.data[i] = spread * source.normal();
    return fresh(value);
  };
  const wide = 1 / Math.sqrt(width);
  const parameters = new Map<string, Parameter>([
    ["tokens", made(shape.subjects + shape.relations, width, 0.5)],
    ["places", made(2, width, 0.1)],
    ["answers", made(width, shape.objects, wide)],
  ]);
  for (let layer = 0; layer < layers; layer++) {
    for (const name of ["query", "key", "value", "out"] as const)
      parameters.set(`${layer} ${name}`, made(width, width, wide));
    parameters.set(`${layer} up`, made(width, hidden, wide));
    parameters.set(`${layer} down`, made(hidden, width, 1 / Math.sqrt(hidden)));
  }
  return around(shape, parameters, 0);
}

function fresh(value: Matrix): Parameter {
  const size = value.data.length;
  return {
    value,
    gradient: zeros(value.rows, value.columns),
    first: new Float32Array(size),
    second: new Float32Array(size),
  };
}

function around(shape: NetworkShape, parameters: ReadonlyMap<string, Parameter>, before: number): Network {
  const { width, heads, layers, rate, subjects } = shape;
  let step = before;
  const of = (name: string): Parameter => {
    const found = parameters.get(name);
    if (found === undefined) throw new Error(`no parameter is called ${name}`);
    return found;
  };
  const inLayer = (layer: number, name: Name): Parameter => of(`${layer} ${name}`);

  /** All that a pass needs on its way back. */
  const forward = (facts: readonly TokenFact[]) => {
    const n = facts.length;
    const { value: tokens } = of("tokens");
    const { value: places } = of("places");
    let x = zeros(2 * n, width);
    for (const [i, { subject, relation }] of facts.entries()) {
      for (const [place, token] of [subject, subjects + relation].entries()) {
        const at = (2 * i + place) * width;
        for (let j = 0; j < width; j++)
          x.data[at + j] = (tokens.data[token * width + j] ?? 0) + (places.data[place * width + j] ?? 0);
      }
    }
    const passes = Array.from({ length: layers }, (_, layer) => {
      const pass = layerForward(x, layer, layer === layers - 1);
      x = pass.result;
      return pass;
    });
    const normal = normalised(x);
    const logits = zeros(n, shape.objects);
    multiplyInto(logits, normal.y, of("answers").value);
    return { passes, normal, logits };
  };

  const layerForward = (x: Matrix, layer: number, last: boolean) => {
    const weights = (name: Name): Matrix => inLayer(layer, name).value;
    const before = normalised(x);
    const asking = last ? seconds(before.y) : before.y;
    const product = (a: Matrix, name: Name): Matrix => {
      const out = zeros(a.rows, weights(name).columns);
      multiplyInto(out, a, weights(name));
      return out;
    };
    const query = product(asking, "query");
    const key = product(before.y, "key");
    const value = product(before.y, "value");
    const attention = attend(query, key, value, last, heads);
    const result = last ? seconds(x) : { ...x, data: x.data.slice() };
    multiplyInto(result, attention.mixed, weights("out"));
    const middle = normalised(result);
    const up = product(middle.y, "up");
    for (let i = 0; i < up.data.length; i++) if ((up.data[i] ?? 0) < 0) up.data[i] = 0;
    multiplyInto(result, up, weights("down"));
    return { x, last, before, asking, query, key, value, attention, middle, up, result };
  };

  const layerBack = (gradient: Matrix, layer: number, pass: ReturnType<typeof layerForward>): Matrix => {
    const back = (name: Name, from: Matrix, through: Matrix): Matrix => {
      const { value, gradient: own } = inLayer(layer, name);
      transposedTimesInto(own, through, from);
      const to = zeros(through.rows, through.columns);
      timesTransposedInto(to, from, value);
      return to;
    };
    const up = back("down", gradient, pass.up);
    for (let i = 0; i < up.data.length; i++) if ((pass.up.data[i] ?? 0) <= 0) up.data[i] = 0;
    normalisedBack(gradient, back("up", up, pass.middle.y), pass.middle);
    const { query, key, value } = attendBack(back("out", gradient, pass.attention.mixed), pass, heads);
    const normal = back("key", key, pass.before.y);
    add(normal, back("value", value, pass.before.y), false);
    add(normal, back("query", query, pass.asking), pass.last);
    const to = zeros(pass.x.rows, pass.x.columns);
    add(to, gradient, pass.last);
    normalisedBack(to, normal, pass.before);
    return to;
  };

  const adam = (): void => {
    step++;
    const [one, two] = [1 - 0.9 ** step, 1 - 0.99 ** step];
    for (const { value, gradient, first, second } of parameters.values()) {
      for (let i = 0; i < first.length; i++) {
        const g = gradient.data[i] ?? 0;
        const m = 0.9 * (first[i] ?? 0) + 0.1 * g;
        const v = 0.99 * (second[i] ?? 0) + 0.01 * g * g;
        first[i] = m;
        second[i] = v;
        value.data[i] = (value.data[i] ?? 0) - (rate * (m / one)) / (Math.sqrt(v / two) + 1e-8);
      }
      gradient.data.fill(0);
    }
  };

  return {
    train: (facts) => {
      const { passes, normal, logits } = forward(facts);
      const slope = zeros(logits.rows, logits.columns);
      for (const [i, { object }] of facts.entries()) {
        const row = logits.data.subarray(i * logits.columns, (i + 1) * logits.columns);
        const norm = logSum(row);
        for (const [j, logit] of row.entries())
          slope.data[i * logits.columns + j] =
            (Math.exp(logit - norm) - (j === object ? 1 : 0)) / facts.length;
      }
      const answers = of("answers");
      transposedTimesInto(answers.gradient, normal.y, slope);
      const back = zeros(normal.y.rows, width);
      timesTransposedInto(back, slope, answers.value);
      let gradient = zeros(normal.y.rows, width);
      normalisedBack(gradient, back, normal);
      for (const [layer, pass] of [...passes.entries()].reverse())
        gradient = layerBack(gradient, layer, pass);
      const tokens = of("tokens").gradient.data;
      const places = of("places").gradient.data;
      for (const [i, { subject, relation }] of facts.entries()) {
        for (const [place, token] of [subject, subjects + relation].entries()) {
          for (let j = 0; j < width; j++) {
            const g = gradient.data[(2 * i + place) * width + j] ?? 0;
            tokens[token * width + j] = (tokens[token * width + j] ?? 0) + g;
            places[place * width + j] = (places[place * width + j] ?? 0) + g;
          }
        }
      }
      adam();
    },
    logProbs: (facts) => {
      const { logits } = forward(facts);
      return Float64Array.from(facts, ({ object }, i) => {
        const row = logits.data.subarray(i * logits.columns, (i + 1) * logits.columns);
        return (row[object] ?? 0) - logSum(row);
      });
    },
    copy: () =>
      around(
        shape,
        new Map(
          [...parameters].map(([name, { value, gradient, first, second }]) => [
            name,
            {
              value: { ...value, data: value.data.slice() },
              gradient: { ...gradient, data: gradient.data.slice() },
              ...{ first: first.slice(), second: second.slice() },
            },
          ]),
        ),
        step,
      ),
  };
}

/** The second row of every pair. */
function seconds({ rows, columns, data }: Matrix): Matrix {
  const out = zeros(rows / 2, columns);
  for (let i = 0; i < out.rows; i++)
    out.data.set(data.subarray((2 * i + 1) * columns, (2 * i + 2) * columns), i * columns);
  return out;
}

/** Adds rows to rows, or to the second of every pair. */
function add(to: Matrix, from: Matrix, last: boolean): void {
  const width = to.columns;
  for (let i = 0; i < from.rows; i++) {
    const at = (last ? 2 * i + 1 : i) * width;
    for (let j = 0; j < width; j++)
      to.data[at + j] = (to.data[at + j] ?? 0) + (from.data[i * width + j] ?? 0);
  }
}

/** Causal attention over two places: the first sees itself alone, so that only the second's weights on the first are kept. */
function attend(query: Matrix, key: Matrix, value: Matrix, last: boolean, heads: number) {
  const width = query.columns;
  const size = width / heads;
  const mixed = zeros(query.rows, width);
  const facts = key.rows / 2;
  const weights = new Float32Array(facts * heads);
  for (let i = 0; i < facts; i++) {
    const [zero, one] = [2 * i * width, (2 * i + 1) * width];
    const own = last ? i * width : one;
    if (!last) mixed.data.set(value.data.subarray(zero, zero + width), zero);
    for (let head = 0; head < heads; head++) {
      let difference = 0;
      for (let j = head * size; j < (head + 1) * size; j++)
        difference += (query.data[own + j] ?? 0) * ((key.data[zero + j] ?? 0) - (key.data[one + j] ?? 0));
      const weight = 1 / (1 + Math.exp(-difference / Math.sqrt(size)));
      weights[i * heads + head] = weight;
      for (let j = head * size; j < (head + 1) * size; j++)
        mixed.data[own + j] =
          weight * (value.data[zero + j] ?? 0) + (1 - weight) * (value.data[one + j] ?? 0);
    }
  }
  return { mixed, weights };
}

function attendBack(
  gradient: Matrix,
  pass: {
    readonly query: Matrix;
    readonly key: Matrix;
    readonly value: Matrix;
    readonly last: boolean;
    readonly attention: { readonly weights: Float32Array };
  },
  heads: number,
): { readonly query: Matrix; readonly key: Matrix; readonly value: Matrix } {
  const { last, attention } = pass;
  const width = gradient.columns;
  const size = width / heads;
  const query = zeros(pass.query.rows, width);
  const key = zeros(pass.key.rows, width);
  const value = zeros(pass.key.rows, width);
  for (let i = 0; i < pass.key.rows / 2; i++) {
    const [zero, one] = [2 * i * width, (2 * i + 1) * width];
    const own = last ? i * width : one;
    if (!last) value.data.set(gradient.data.subarray(zero, zero + width), zero);
    for (let head = 0; head < heads; head++) {
      const weight = attention.weights[i * heads + head] ?? 0;
      let slope = 0;
      for (let j = head * size; j < (head + 1) * size; j++) {
        const g = gradient.data[own + j] ?? 0;
        slope += g * ((pass.value.data[zero + j] ?? 0) - (pass.value.data[one + j] ?? 0));
        value.data[zero + j] = (value.data[zero + j] ?? 0) + weight * g;
        value.data[one + j] = (value.data[one + j] ?? 0) + (1 - weight) * g;
      }
      slope *= (weight * (1 - weight)) / Math.sqrt(size);
      for (let j = head * size; j < (head + 1) * size; j++) {
        const q = pass.query.data[own + j] ?? 0;
        query.data[own + j] = slope * ((pass.key.data[zero + j] ?? 0) - (pass.key.data[one + j] ?? 0));
        key.data[zero + j] = slope * q;
        key.data[one + j] = -slope * q;
      }
    }
  }
  return { query, key, value };
}

function logSum(row: Float32Array): number {
  const most = Math.max(...row);
  let sum = 0;
  for (const one of row) sum += Math.exp(one - most);
  return most + Math.log(sum);
}
