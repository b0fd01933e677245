import { contentHash } from "../../core/json.ts";
import type { ForecastResults, SeriesResult } from "./results.ts";
import { type Tables, tableNames } from "./tables.ts";

/** Series that are made of the tables that come with the product, and that claims are about. */
export const shippedSeries = ["horizons", "horizons-with-compute"] as const;
type ShippedSeries = (typeof shippedSeries)[number];

/** SHA-256 of all tables that were ever shipped, the newest last; a test turns red when a table changes and its hash is not here. */
const shippedTables: readonly string[] = ["0862a6b0bb70653d57571f74139402da62db576f6a5f7c3beddbfe63237245f2"];

/** SHA-256 of the rows of all tables. */
export function tablesHash(tables: Tables): string {
  return contentHash(
    Object.fromEntries(tableNames.map((name) => [name, tables[name].map((row) => ({ ...row }))])),
  );
}

/** Were a run's tables ones that shipped? What a series is called says nothing: anybody may call a file "METR time horizons.csv". */
export function restsOnShipped({ tables }: Pick<ForecastResults, "tables">): boolean {
  return tables !== null && shippedTables.includes(tables);
}

/** A shipped series of a run; undefined where the run has none, or where its tables are others than those that shipped. */
export function seriesShippedAs(results: ForecastResults, which: ShippedSeries): SeriesResult | undefined {
  return restsOnShipped(results) ? results.series.find(({ shipped }) => shipped === which) : undefined;
}
