import { z } from "zod";

/** Schema of a quantity known only within bounds. */
const bounds = z.object({ low: z.number(), high: z.number() }).readonly();
type Bounds = z.infer<typeof bounds>;

/** Schema of one step of an argument by bounds, with where it comes from. */
const boundStep = z
  .object({
    ...{ name: z.string(), low: z.number(), high: z.number() },
    ...{ unit: z.string(), how: z.string(), source: z.string() },
  })
  .readonly();

/** What C2 rests on. */
export interface ChipFacts {
  /** World revenue from semiconductors, billion dollars, and year. */
  readonly revenue: readonly [
    { readonly year: number; readonly value: number },
    { readonly year: number; readonly value: number },
  ];
  /** Growth of revenue a year before the first of these, as a factor. */
  readonly earlierGrowth: number;
  /** Years a doubling of transistors took before 1990: on all chips and on the frontier. */
  readonly doublingYears: readonly [number, number];
  /** Doublings of transistors that came between the two years, on all chips and on the frontier. */
  readonly actual: readonly [number, number];
  /** Signed errors of the calendar trained before 1990, ten and twenty years ahead, on both rules. */
  readonly calendarErrors: readonly number[];
}

/** How far figures that were never published in full may be off. */
export interface ChipDoubts {
  /** Growth of revenue a year in 1960-2000 may have been anywhere in here, as factors. */
  readonly earlierGrowth: Bounds;
  /** Investment may have outgrown or lagged revenue by so many doublings over the twenty years. */
  readonly investment: Bounds;
  /** A general price index: real growth is lower than nominal by so much a year, as a factor, before and after alike. */
  readonly deflator: Bounds;
}

export const chipDoubts: ChipDoubts = {
  earlierGrowth: { low: 1.13, high: 1.2 },
  investment: { low: -0.5, high: 1 },
  deflator: { low: 1, high: 1.04 },
};

/** Schema of what the axis would have said, and whether any admissible figures save it. */
export const chipsAnswer = z
  .object({
    steps: z.array(boundStep).readonly(),
    /** Doublings of transistors that log(revenue + investment) implies between the two years. */
    implied: bounds,
    widened: bounds,
    actual: bounds,
    /** Axis error minus calendar error, absolute, doublings: its bounds. Above 0 the calendar was better. */
    excess: bounds,
    /** Factor by which revenue and investment would have had to grow for the axis to be right. */
    overturn: bounds,
  })
  .readonly();
type ChipsAnswer = z.infer<typeof chipsAnswer>;

/** C2 by bounds: every step an interval, and every interval the widest that its figures allow. */
export function chipsByBounds(facts: ChipFacts, doubts: ChipDoubts): ChipsAnswer {
  const [first, last] = facts.revenue;
  const years = last.year - first.year;
  const plain = Math.log2(last.value / first.value);
  const perYear: Bounds = ordered(1 / facts.doublingYears[0], 1 / facts.doublingYears[1]);
  const slope = (growth: number, rate: number): number => rate / Math.log2(growth);
  const plainSlope: Bounds = {
    low: slope(facts.earlierGrowth, perYear.low),
    high: slope(facts.earlierGrowth, perYear.high),
  };
  const implied: Bounds = { low: plain * plainSlope.low, high: plain * plainSlope.high };
  // Real growth is nominal growth less the deflator, which makes both the slope and the distance smaller or larger together.
  const corners = [doubts.earlierGrowth.low, doubts.earlierGrowth.high].flatMap((growth) =>
    [doubts.deflator.low, doubts.deflator.high].flatMap((deflator) =>
      [doubts.investment.low, doubts.investment.high].flatMap((more) =>
        [perYear.low, perYear.high].map(
          (rate) => slope(growth / deflator, rate) * (plain + more - years * Math.log2(deflator)),
        ),
      ),
    ),
  );
  const widened: Bounds = { low: Math.min(...corners), high: Math.max(...corners) };
  const actual = ordered(...facts.actual);
  const axisError: Bounds = {
    low: Math.max(0, actual.low - widened.high),
    high: actual.high - widened.low,
  };
  const calendar = Math.max(...facts.calendarErrors.map(Math.abs));
  const excess: Bounds = { low: axisError.low - calendar, high: axisError.high };
  const overturn: Bounds = {
    low: 2 ** (actual.low / plainSlope.high),
    high: 2 ** (actual.high / plainSlope.low),
  };
  const rupp = "Karl Rupp's transistor counts, CC BY 4.0";
  const wsts = "WSTS world billings as published by SIA";
  const steps: z.infer<typeof boundStep>[] = [
    {
      name: `revenue doublings, ${first.year} to ${last.year}`,
      ...{ low: plain, high: plain, unit: "doublings", source: wsts },
      how: `log2(${last.value} / ${first.value})`,
    },
    {
      name: "transistor doublings a year before 1990",
      ...{ ...perYear, unit: "1/year", source: rupp },
      how: "straight lines through all chips and through the frontier",
    },
    {
      name: "revenue doublings a year, 1960 to 2000",
      ...{
        low: Math.log2(facts.earlierGrowth),
        high: Math.log2(facts.earlierGrowth),
        unit: "1/year",
        source: wsts,
      },
      how: `log2(${facts.earlierGrowth})`,
    },
    {
      name: "transistor doublings for each doubling of revenue",
      ...{ ...plainSlope, unit: "1", source: "the two rows above" },
      how: "ratio of the rates",
    },
    {
      name: "transistor doublings that the axis implies",
      ...{ ...implied, unit: "doublings", source: "rows above" },
      how: "slope times the doublings of revenue",
    },
    {
      name: "the same, widened",
      ...{ ...widened, unit: "doublings", source: "stated doubts" },
      how: `growth before 2000 of ${percent(doubts.earlierGrowth)} a year, investment ${doubts.investment.low} to ${doubts.investment.high} doublings beside revenue, prices up by ${percent(doubts.deflator)} a year`,
    },
    {
      name: "transistor doublings that came",
      ...{ ...actual, unit: "doublings", source: rupp },
      how: "mean of all chips and frontier, end against beginning",
    },
    {
      name: "largest error of the calendar, trained before 1990",
      ...{ low: calendar, high: calendar, unit: "doublings", source: rupp },
      how: "ten and twenty years ahead, all chips and frontier",
    },
    {
      name: "error of the axis beyond that of the calendar",
      ...{ ...excess, unit: "doublings", source: "rows above" },
      how: "smallest and largest that the bounds allow",
    },
  ];
  return { steps, implied, widened, actual, excess, overturn };
}

function ordered(a: number, b: number): Bounds {
  return { low: Math.min(a, b), high: Math.max(a, b) };
}

function percent({ low, high }: Bounds): string {
  return `${Math.round((low - 1) * 100)} to ${Math.round((high - 1) * 100)}%`;
}
