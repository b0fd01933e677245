/** A line of numbers with round ticks. */
export interface Scale {
  readonly low: number;
  readonly high: number;
  readonly ticks: readonly number[];
  /** Decimals that tell the ticks apart. */
  readonly digits: number;
  /** Where a number lies, from 0 (low) to 1 (high). */
  position(value: number): number;
}

/** The shortest line from round number to round number, in four to seven steps, that holds all the values given. */
export function scaleOf(values: readonly number[]): Scale {
  let least = Math.min(...values);
  let most = Math.max(...values);
  if (!(most > least)) {
    const margin = Math.abs(least) || 1;
    least -= margin;
    most += margin;
  }
  const rough = (most - least) / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10);
  const first = Math.floor(least / step + 1e-9);
  const last = Math.ceil(most / step - 1e-9);
  const ticks = Array.from({ length: last - first + 1 }, (_, i) => (first + i) * step);
  const low = first * step;
  const high = last * step;
  return {
    low,
    high,
    ticks,
    digits: Math.min(10, Math.max(0, -Math.floor(Math.log10(step) + 1e-9))),
    position: (value) => Math.min(1, Math.max(0, (value - low) / (high - low))),
  };
}
