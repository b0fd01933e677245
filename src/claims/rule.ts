import { type Region, regionText } from "./region.ts";

/** Something that must hold; where it does not, the claim comes out as `otherwise`. */
interface Need<Id extends string> {
  readonly id: Id;
  /** What must hold, after "unless": `both arms were measured`. */
  readonly text: string;
  readonly otherwise: "unresolved" | "invalid" | "undecided";
  /** Asked only where the estimate speaks for this verdict; left out, asked before it is looked at. */
  readonly guards?: "supported" | "contradicted";
}

/** How a claim is resolved. `decide` follows it and `ruleText` says it, so that words and code cannot part. */
export interface Rule<Id extends string = string> {
  /** In the order in which they are asked. */
  readonly needs: readonly Need<Id>[];
  /** The interval that decides: `the 95% interval of the difference (bootstrap over groups)`. Left out where regions are said in words. */
  readonly interval?: string;
  /** The parts where there are several, all of which must support: `both differences`. One of them is enough to contradict. */
  readonly each?: string;
  readonly supported: Region;
  /** Null where nothing contradicts the claim. */
  readonly contradicted: Region | null;
  /** What missing values do: `widened by the worst case for missing scores`. Left out where there are none. */
  readonly missing?: string;
  /** What else a reader of the rule must know. */
  readonly notes?: string;
}

/** The rule in words. */
export function ruleText<Id extends string>(rule: Rule<Id>): string {
  const { needs, interval = "", each, supported, contradicted, missing, notes } = rule;
  const asked = (guards: Need<Id>["guards"]): string[] =>
    needs
      .filter((need) => need.guards === guards)
      .map(({ otherwise, text, guards: verdict }) =>
        verdict === undefined
          ? `${capital(otherwise)} unless ${text}.`
          : `${capital(verdict)} only if ${text}; else ${otherwise}.`,
      );
  const subject = each === undefined ? interval : `${interval} of ${each}`;
  const widened = missing === undefined ? subject : `${subject}, ${missing},`;
  return [
    ...asked(undefined),
    `Supported if ${regionText(supported, widened)}${
      contradicted === null
        ? "; never contradicted"
        : `; contradicted if ${regionText(contradicted, each === undefined ? "it" : "one of them")}`
    }; else undecided.`,
    ...asked("supported"),
    ...asked("contradicted"),
    ...(notes === undefined ? [] : [notes]),
  ].join(" ");
}

function capital(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}
