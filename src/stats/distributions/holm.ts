import { check, checkEach, checkWhole } from "../arguments.ts";

/**
 * Holm's adjusted p (1979, Scandinavian Journal of Statistics 6:65): those at or below a level are rejected together, and the chance of any false one among
 * them is at most that level, however the tests hang together.
 *
 * @param tests how many were to be made: those without a p count too, as if theirs were 1
 * For instance: holm([0.01, 0.04, 0.03]) // [0.03, 0.06, 0.06]
 */
export function holm(ps: readonly number[], tests = ps.length): number[] {
  checkEach("ps", ps, (p) => p >= 0 && p <= 1, "a number from 0 to 1");
  checkWhole("tests", tests);
  check(tests >= ps.length, "tests", tests, `at least ${ps.length}, as many as there are`);
  const order = [...ps.keys()].sort((a, b) => (ps[a] ?? 1) - (ps[b] ?? 1));
  const out = new Array<number>(ps.length).fill(1);
  let least = 0;
  for (const [rank, at] of order.entries()) {
    least = Math.min(1, Math.max(least, (tests - rank) * (ps[at] ?? 1)));
    out[at] = least;
  }
  return out;
}
