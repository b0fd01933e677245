import { contentHash } from "../../core/json.ts";
import { type Tables, tableNames } from "./tables.ts";

/** Series that are made of the tables that come with the product, and that claims are about. */
export const shippedSeries = ["horizons", "horizons-with-compute"] as const;
export type ShippedSeries = (typeof shippedSeries)[number];

/** SHA-256 of all tables that were ever shipped, the newest last; a test turns red when a table changes and its hash is not here. */
const shippedTables: readonly string[] = ["0862a6b0bb70653d57571f74139402da62db576f6a5f7c3beddbfe63237245f2"];

/** SHA-256 of the rows of all tables. */
export function tablesHash(tables: Tables): string {
  return contentHash(
    Object.fromEntries(tableNames.map((name) => [name, tables[name].map((row) => ({ ...row }))])),
  );
}

/** Is this the hash of tables that shipped? What a series is called says nothing: anybody may call a file "METR time horizons.csv". */
export function isShipped(hash: string | null): boolean {
  return hash !== null && shippedTables.includes(hash);
}
