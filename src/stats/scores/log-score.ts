import { checkAbove, checkFinite } from "../arguments.ts";
import { normalCdf } from "../distributions/normal.ts";
import { studentCdf, studentLogDensity } from "../distributions/student-t.ts";

/**
 * Negative log density of a normal forecast at the value that came, nats.
 *
 * @example logScoreNormal(1.5, 1, 2) // 1.643
 */
export function logScoreNormal(y: number, mean: number, sd: number): number {
  checkFinite("y", y);
  checkFinite("mean", mean);
  checkAbove("sd", sd);
  const z = (y - mean) / sd;
  return 0.5 * z * z + Math.log(sd) + 0.5 * Math.log(2 * Math.PI);
}

/** Negative log density of a location-scale t forecast, nats. */
export function logScoreT(y: number, freedom: number, location: number, scale: number): number {
  checkFinite("y", y);
  checkAbove("freedom", freedom);
  checkFinite("location", location);
  checkAbove("scale", scale);
  return Math.log(scale) - studentLogDensity((y - location) / scale, freedom);
}

/** Negative log density of a log-normal forecast, nats; Infinity for y <= 0, which it holds impossible. */
export function logScoreLogNormal(y: number, meanLog: number, sdLog: number): number {
  checkFinite("y", y);
  checkFinite("meanLog", meanLog);
  checkAbove("sdLog", sdLog);
  if (y <= 0) return Number.POSITIVE_INFINITY;
  return logScoreNormal(Math.log(y), meanLog, sdLog) + Math.log(y);
}

/** Negative log probability of a value of which only is known that it is at least `bound`; `freedom` null is the normal. */
export function logScoreRightCensored(
  bound: number,
  freedom: number | null,
  location: number,
  scale: number,
): number {
  checkFinite("bound", bound);
  if (freedom !== null) checkAbove("freedom", freedom);
  checkFinite("location", location);
  checkAbove("scale", scale);
  const z = (location - bound) / scale;
  return -Math.log(freedom === null ? normalCdf(z) : studentCdf(z, freedom));
}
