const writers = new Map<number, Intl.NumberFormat>();

/**
 * A number with a fixed count of decimals, thousands separators and a real minus sign. What is not a number is "–".
 *
 * @example formatNumber(-12345.678, 1) // "−12,345.7"
 */
export function formatNumber(value: number, digits: number): string {
  if (Number.isNaN(value)) return "–";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  const places = Number.isInteger(digits) ? Math.min(20, Math.max(0, digits)) : 2;
  let writer = writers.get(places);
  if (writer === undefined) {
    // "negative" leaves out the sign where rounding came to zero: a difference of "−0.00" reads like a direction.
    writer = new Intl.NumberFormat("en-US", {
      minimumFractionDigits: places,
      maximumFractionDigits: places,
      signDisplay: "negative",
    });
    writers.set(places, writer);
  }
  return writer.format(value).replace("-", "−");
}

/**
 * An estimate with its interval.
 *
 * @example formatEstimate({ estimate: 0.53, low: 0.452, high: 0.61, digits: 2 }) // "0.53 [0.45, 0.61]"
 */
export function formatEstimate(shown: {
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
  readonly digits: number;
}): string {
  return `${formatNumber(shown.estimate, shown.digits)} ${formatInterval(shown)}`;
}

/**
 * The same in words, for the description of a figure.
 *
 * @example spokenEstimate({ estimate: 0.53, low: 0.452, high: 0.61 }) // "0.53 (0.45 to 0.61)"
 */
export function spokenEstimate(
  shown: { readonly estimate: number; readonly low: number; readonly high: number },
  digits = 2,
): string {
  const { estimate, low, high } = shown;
  const width =
    low === high ? "no interval: no width" : `${formatNumber(low, digits)} to ${formatNumber(high, digits)}`;
  return `${formatNumber(estimate, digits)} (${width})`;
}

/** The interval alone: "[0.45, 0.61]"; one without width is none, for nothing drawn moved the figure: a score that is the same for all, say. */
export function formatInterval(shown: {
  readonly low: number;
  readonly high: number;
  readonly digits: number;
}): string {
  if (shown.low === shown.high) return "(no interval: no width)";
  return `[${formatNumber(shown.low, shown.digits)}, ${formatNumber(shown.high, shown.digits)}]`;
}

/** A measured share as a percentage: no decimal from ten percent on and at nought, one between. */
export function formatShare(share: number): string {
  return formatPercent(share, share < 0.1 && share > 0 ? 1 : 0);
}

/** A whole number with thousands separators. */
export function formatCount(count: number): string {
  return formatNumber(count, 0);
}

/** A share of 1 as a percentage: "12%". */
export function formatPercent(share: number, digits = 0): string {
  return `${formatNumber(100 * share, digits)}%`;
}

/**
 * A level that was set, as a percentage without needless zeros.
 *
 * @example formatLevel(0.005) // "0.5%"
 */
export function formatLevel(share: number): string {
  return `${Number((share * 100).toPrecision(6))}%`;
}

/**
 * A time span in the two largest units that say something: "350 ms", "3.2 s", "42 s", "2 min 05 s", "1 h 02 min",
 * "3 d 04 h".
 */
export function formatDuration(seconds: number): string {
  if (!Number.isFinite(seconds)) return formatNumber(seconds, 0);
  if (seconds < 0) return `−${formatDuration(-seconds)}`;
  if (seconds === 0) return "0 s";
  if (seconds < 0.0005) return "<1 ms";
  if (seconds < 0.9995) return `${Math.round(seconds * 1000)} ms`;
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${pair(whole % 60)} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 24 * 60) return `${Math.floor(minutes / 60)} h ${pair(minutes % 60)} min`;
  const hours = Math.round(seconds / 3600);
  return `${formatCount(Math.floor(hours / 24))} d ${pair(hours % 24)} h`;
}

/** US dollars: cents from a cent up, two significant digits below it. */
export function formatUsd(dollars: number): string {
  if (!Number.isFinite(dollars)) return formatNumber(dollars, 0);
  if (dollars < 0) return `−${formatUsd(-dollars)}`;
  if (dollars === 0) return "$0";
  if (dollars < 0.0001) return "<$0.0001";
  // 0.00995 has two significant digits only as 0.0099 or as a whole cent.
  if (dollars < 0.00995) return `$${dollars.toFixed(dollars < 0.00099 ? 5 : 4)}`;
  return `$${formatNumber(dollars, 2)}`;
}

/** Decimals that resolve an interval of this width: two significant digits of it, six at most. */
export function digitsFor(width: number): number {
  if (!(width > 0) || !Number.isFinite(width)) return 2;
  return Math.min(6, Math.max(0, Math.ceil(-Math.log10(width)) + 1));
}

function pair(value: number): string {
  return String(value).padStart(2, "0");
}
