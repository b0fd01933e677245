import type { Outcomes } from "../../../../study/study.ts";
import type { AuditTrial, AuditValue } from "../../trial.ts";

/** One student's replies by question, in the order of the questions. */
export interface StudentCells {
  /** Replies asked for, to each question. */
  readonly tries: number;
  readonly exact: readonly number[];
  readonly close: readonly number[];
  /** Replies that could be read. */
  readonly answered: readonly number[];
  /** Exact of those; NaN where none could be read. */
  readonly rates: Float64Array;
}

/** Counts replies. @param questions their hashes */
export async function studentTally(
  outcomes: Outcomes<AuditTrial, AuditValue>,
  questions: readonly string[],
  tries: number,
): Promise<(role: string) => StudentCells> {
  const place = new Map(questions.map((hash, i) => [hash, i]));
  const counts = new Map<string, { exact: number[]; close: number[]; answered: number[] }>();
  const zeros = (): number[] => questions.map(() => 0);
  const of = (role: string): { exact: number[]; close: number[]; answered: number[] } => {
    const known = counts.get(role) ?? { exact: zeros(), close: zeros(), answered: zeros() };
    counts.set(role, known);
    return known;
  };
  for await (const { trial, result } of outcomes) {
    const at = place.get(trial.item);
    if (trial.test !== "student" || at === undefined || "missing" in result) continue;
    if (!("mention" in result.value)) continue;
    const own = of(trial.arm);
    const add = (list: number[]): void => {
      list[at] = (list[at] ?? 0) + 1;
    };
    add(own.answered);
    if (result.value.mention !== "none") add(own[result.value.mention]);
  }
  return (role) => cellsOf(tries, of(role));
}

/** Cells of such counts. */
export function cellsOf(
  tries: number,
  { exact, close, answered }: Pick<StudentCells, "exact" | "close" | "answered">,
): StudentCells {
  const rates = Float64Array.from(answered, (count, i) =>
    count === 0 ? Number.NaN : (exact[i] ?? 0) / count,
  );
  return { tries, exact, close, answered, rates };
}

/** Sum of a list. */
export function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
