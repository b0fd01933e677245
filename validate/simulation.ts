import { z } from "zod";

/** Figures of one case over all its analyses, by name. */
export type Summary = Readonly<Record<string, number>>;

/** A question to a method that only many repetitions answer: does it keep what it promises where the truth is planted? */
export interface Simulation<Case extends { readonly name: string }, Draw> {
  readonly name: string;
  /** How many analyses of each case the full run makes. */
  readonly analyses: number;
  /** How many of each case the tests repeat. */
  readonly slice: number;
  readonly cases: readonly Case[];
  /** Checks a draw that was kept on disk. */
  readonly draw: z.ZodType<Draw>;
  /** One world, one analysis; equal seeds give equal draws. */
  run(one: Case, seed: string): Draw | Promise<Draw>;
  summarize(draws: readonly Draw[], one: Case): Summary;
  /** What in the summary breaks the promise; `full` is false for a slice, whose bounds must allow for its size. */
  check(summary: Summary, full: boolean): readonly string[];
}

/** A simulation whose kinds of case and draw are its own affair. */
export interface Registered
  extends Omit<Simulation<{ readonly name: string }, unknown>, "run" | "summarize" | "draw"> {
  readonly kind: "simulation";
  /** Draws number `from` to `to` - 1 of a case, as JSON. Their seeds depend on the case and the number only. */
  draws(caseName: string, from: number, to: number): Promise<readonly unknown[]>;
  /** Throws on a draw of another kind. */
  summarize(draws: readonly unknown[], caseName: string): Summary;
}

/** Hides the kinds of case and draw, so that simulations fit into one list. */
export function registered<Case extends { readonly name: string }, Draw>(
  simulation: Simulation<Case, Draw>,
): Registered {
  const { name, analyses, slice, cases, draw } = simulation;
  const caseOf = (caseName: string): Case => {
    const found = cases.find((one) => one.name === caseName);
    if (found === undefined) throw new Error(`${name} has no case named ${caseName}`);
    return found;
  };
  return {
    kind: "simulation",
    name,
    analyses,
    slice,
    cases,
    draws: async (caseName, from, to) => {
      const one = caseOf(caseName);
      const out: unknown[] = [];
      for (let number = from; number < to; number++) {
        out.push(await simulation.run(one, `${name}/${caseName}/${number}`));
      }
      return out;
    },
    summarize: (draws, caseName) => simulation.summarize(z.array(draw).parse(draws), caseOf(caseName)),
    check: (summary, full) => simulation.check(summary, full),
  };
}
