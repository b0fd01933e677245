import { mean, sum } from "../distributions/moments.ts";
import { type Random, random } from "../distributions/random.ts";

/** Row numbers in units that are dealt whole, such as all rows on a prompt. */
export type Units = readonly (readonly number[])[];

/** What mixtures are made of. */
export interface MixtureUnits {
  readonly suspect: Units;
  readonly clean: Units;
}

/** Clean rows, and as many others some of which are suspect. No row stands in it twice. */
export interface Mixture {
  /** Clean rows that it is held against. */
  readonly against: readonly number[];
  /** Clean rows in it. */
  readonly clean: readonly number[];
  /** Clean rows that give way to suspect ones. */
  readonly replaced: readonly number[];
  /** The suspect rows, where any may stand for any. */
  readonly suspect: readonly number[];
}

/** How mixtures are drawn. */
export interface MixtureSettings {
  readonly shares: readonly number[];
  /** Mixtures of each share. */
  readonly worlds: number;
  /** One-sided, of the test that looks at them. */
  readonly level: number;
  readonly seed: string;
}

/** A test's power where only a share of the rows is suspect. */
export interface MixturePower {
  readonly share: number;
  /** Mixtures in which the test found a difference, of `worlds`. */
  readonly found: number;
  readonly worlds: number;
  /** Mean of the test's z. */
  readonly z: number;
}

/** Units that are single rows, the row's number being its place. */
const single = new WeakSet<Units>();

/** So many rows, each its own unit. */
export function singleRows(count: number): Units {
  const units = Array.from({ length: count }, (_, row) => [row]);
  single.add(units);
  return units;
}

/** Single rows in random order, as `shuffle` of their units would put them. */
function shuffledRows(count: number, source: Random): Int32Array {
  const rows = Int32Array.from({ length: count }, (_, row) => row);
  source.shuffleMarks(rows);
  return rows;
}

/** Rows a side: those of the smaller side, for the clean rows must do for both. */
export function mixtureSize(suspect: number, clean: number): number {
  return Math.min(suspect, Math.floor(clean / 2));
}

/** Rows drawn without replacement: units in random order, the last one cut. */
export function drawn(units: Units, count: number, source: Random): readonly number[] {
  return single.has(units)
    ? [...shuffledRows(units.length, source).subarray(0, count)]
    : source.shuffle(units).flat().slice(0, count);
}

/** How many of so many rows are suspect at a share: the share is met on average where it is no whole number of rows. */
export function suspectCount(share: number, size: number, source: Random): number {
  return Math.floor(share * size + source.float());
}

/** Deals one mixture. A share of 0 is a split of the clean rows. */
export function mixtureOf(units: MixtureUnits, share: number, source: Random): Mixture {
  const rowsIn = (of: Units): number => (single.has(of) ? of.length : sum(of.map(({ length }) => length)));
  const size = mixtureSize(rowsIn(units.suspect), rowsIn(units.clean));
  const planted = suspectCount(share, size, source);
  if (single.has(units.clean)) {
    const rows = shuffledRows(units.clean.length, source);
    const others = [...rows.subarray(size, 2 * size)];
    return {
      against: [...rows.subarray(0, size)],
      clean: others.slice(planted),
      replaced: others.slice(0, planted),
      suspect: drawn(units.suspect, planted, source),
    };
  }
  const against: number[] = [];
  const mixed: number[] = [];
  // A unit stands on one side alone, also the one that is cut.
  for (const unit of source.shuffle(units.clean)) {
    const side = against.length < size ? against : mixed;
    side.push(...unit.slice(0, size - side.length));
  }
  return {
    against,
    clean: mixed.slice(planted),
    replaced: mixed.slice(0, planted),
    suspect: drawn(units.suspect, planted, source),
  };
}

/**
 * Power by share of suspect rows; share 0 is the rate of false alarms.
 *
 * @param look makes a mixture of that share and puts the test to it; z is NaN where it has none
 */
export function mixturePower(
  { shares, worlds, seed }: MixtureSettings,
  look: (share: number, source: Random) => { readonly found: boolean; readonly z: number },
): MixturePower[] {
  return shares.map((share) => {
    const source = random(`${seed} ${share}`);
    const looks = Array.from({ length: worlds }, () => look(share, source));
    const found = looks.filter((one) => one.found).length;
    return { share, found, worlds, z: mean(looks.map(({ z }) => z)) };
  });
}
