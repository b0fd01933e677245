/** An end of a region: a number in the estimand's unit, or the name of a setting that holds one, such as `the margin`. */
type Bound = number | string;

/** Where an interval must lie, in the estimand's unit. */
export type Region =
  | { readonly below: Bound }
  | { readonly above: Bound }
  | { readonly between: { readonly low: Bound; readonly high: Bound } }
  /** Between minus and plus the bound. */
  | { readonly within: Bound }
  /** Wholly below minus the bound, or wholly above plus the bound. */
  | { readonly outside: Bound }
  /** Not said by an interval but by the study, part by part: in words. */
  | { readonly when: string };

/** Settings that bounds are named after. */
export type Levels = Readonly<Record<string, number>>;

/** Does an interval lie in a region? False for a region that is said in words. */
export function liesIn(
  { low, high }: { readonly low: number; readonly high: number },
  region: Region,
  levels: Levels = {},
): boolean {
  const at = (bound: Bound): number => {
    const value = typeof bound === "number" ? bound : levels[bound];
    if (value === undefined) throw new Error(`no setting is called '${bound}'`);
    return value;
  };
  if ("below" in region) return high < at(region.below);
  if ("above" in region) return low > at(region.above);
  if ("between" in region) return low > at(region.between.low) && high < at(region.between.high);
  if ("within" in region) return low > -at(region.within) && high < at(region.within);
  if ("outside" in region) return low > at(region.outside) || high < -at(region.outside);
  return false;
}

/** A region as it stands after "if" in a rule, of one interval or of each of several. */
export function regionText(region: Region, subject: string): string {
  if ("when" in region) return region.when;
  const lies = /^the \d+% intervals/.test(subject) ? "lie" : "lies";
  if ("below" in region) return `${subject} ${lies} below ${region.below}`;
  if ("above" in region) return `${subject} ${lies} above ${region.above}`;
  if ("between" in region)
    return `${subject} ${lies} between ${region.between.low} and ${region.between.high}`;
  if ("within" in region) return `${subject} ${lies} within minus and plus ${region.within}`;
  return `${subject} ${lies} wholly outside minus and plus ${region.outside}`;
}
