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

/** Counts replies as they stream by, student by student. */
export interface StudentTally {
  /** @param question its hash */
  take(student: string, question: string, mention: "exact" | "close" | "none"): void;
  of(student: string): StudentCells;
}

/** Begins to count. @param questions their hashes */
export function studentTally(questions: readonly string[], tries: number): StudentTally {
  const place = new Map(questions.map((hash, i) => [hash, i]));
  const counts = new Map<string, { exact: number[]; close: number[]; answered: number[] }>();
  const zeros = (): number[] => questions.map(() => 0);
  const of = (student: string): { exact: number[]; close: number[]; answered: number[] } => {
    const known = counts.get(student) ?? { exact: zeros(), close: zeros(), answered: zeros() };
    counts.set(student, known);
    return known;
  };
  return {
    take: (student, question, mention) => {
      const at = place.get(question);
      if (at === undefined) return;
      const own = of(student);
      for (const list of [own.answered, ...(mention === "none" ? [] : [own[mention]])])
        list[at] = (list[at] ?? 0) + 1;
    },
    of: (student) => cellsOf(tries, of(student)),
  };
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
