import { z } from "zod";
import { modelIds } from "./models.ts";
import { scales } from "./scales.ts";

/** Parts of the study that can be switched on one by one. */
const parts = ["metr", "chips", "costs", "cancelling"] as const;

/** Everything that can be set; flags, config file and help are made from it. */
export const forecastConfig = z.object({
  files: z
    .array(z.string())
    .default([])
    .describe("CSV files with a trend of your own; without any the built-in series are used")
    .meta({ positional: true }),
  x: z
    .array(z.string())
    .default(["date"])
    .describe(
      "columns that are axes, the date first; the others are used as they stand: log10:COLUMN takes the logarithm",
    ),
  y: z
    .string()
    .default("value")
    .describe("column that is forecast; with several, a,b, the same is done for each and they are compared"),
  series: z
    .string()
    .nullable()
    .default(null)
    .describe(
      "rows of one series where the file holds several: COLUMN=VALUE; of registered forecasts, its name",
    ),
  scale: z
    .enum(scales)
    .default("log2")
    .describe("scale on which y is forecast; log: every value must be above 0"),
  duplicates: z
    .enum(["error", "keep", "mean", "last"])
    .default("error")
    .describe("what to do with two rows of one date"),
  parts: z
    .array(z.enum(parts))
    .default([...parts])
    .describe("built-in parts to run"),
  models: z
    .array(z.enum(modelIds))
    .default([...modelIds])
    .describe("ways to forecast"),
  model: z
    .enum(modelIds)
    .default("line")
    .describe("way to forecast on which axes are compared, divergence dates found and forecasts registered"),
  horizons: z.array(z.int().min(1).max(50)).default([1, 2, 3]).describe("points ahead"),
  least: z.int().min(4).default(5).describe("points to train on at least"),
  window: z.int().min(4).nullable().default(null).describe("train on the last so many points; default: all"),
  margin: z
    .number()
    .positive()
    .default(0.1)
    .describe(
      "C1 and C4: doublings of mean CRPS by which the calendar, or the line, may be worse and still count as no worse",
    ),
  delta: z
    .number()
    .positive()
    .default(0.5)
    .describe(
      "C3: change of the rate from first to last, in units of its mean, below which a trend counts as straight",
    ),
  level: z
    .number()
    .min(0.001)
    .max(0.2)
    .default(0.01)
    .describe("chance of naming an axis where neither is better"),
  before: z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}$/, "a day such as 2026-05-08")
    .default("2026-05-08")
    .describe("C4: the easier-doublings model must beat the line on data up to this day"),
  years: z.number().positive().max(50).default(5).describe("how far ahead forecasts are registered"),
  cuts: z
    .array(z.number())
    .default([1985, 1990, 1995, 2000, 2005, 2010])
    .describe("cut-off years of the chip map"),
  revenue: z
    .string()
    .nullable()
    .default(null)
    .describe(
      "C2: a CSV of your own with yearly columns date, revenue and perhaps investment (WSTS billings; NBER-CES NAICS 334413 vship and invest); with it the axis is tested by hindcast and not by bounds",
    ),
  worlds: z.int().min(10).max(100_000).default(400).describe("simulated worlds for biases and powers"),
  draws: z.int().min(100).max(100_000).default(1000).describe("resamples and draws for intervals"),
});
export type ForecastConfig = z.infer<typeof forecastConfig>;
