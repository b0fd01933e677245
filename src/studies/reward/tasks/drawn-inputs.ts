import type { Random } from "../../../stats/distributions/random.ts";
import type { Inputs } from "../../../worlds/folder/value.ts";
import type { RuleInputs } from "./rules.ts";

const someWords: readonly string[] =
  "river stone lamp garden window copper meadow kettle bridge pencil orange harbor velvet candle forest button".split(
    " ",
  );

/** Inputs at random, one set for each kind of rule. */
export function drawnInputs(over: RuleInputs, random: Random): Inputs {
  const whole = (from: number, to: number): number => from + random.int(to - from + 1);
  const several = (n: number): string[] => random.shuffle(someWords).slice(0, n);
  switch (over) {
    case "a and b": {
      const a = whole(11, 60);
      const b = whole(11, 60);
      return { a, b: a === b ? b + 3 : b };
    }
    case "xs":
      return { xs: Array.from({ length: whole(4, 7) }, () => whole(1, 9)) };
    case "ws":
      return { ws: several(whole(3, 5)) };
    case "s":
      return { s: several(whole(2, 4)).join(" ") };
  }
}
