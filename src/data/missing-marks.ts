/**
 * What people and programs write where nothing is known: pandas, R, SQL, spreadsheets, FRED (`.`), the World Bank (`..`), Eurostat (`:`, `c`), the US
 * BEA (`(D)`, `(NA)`). In lower case.
 */
const marks: ReadonlySet<string> = new Set([
  ...["", ".", "..", "...", "…", ":", "::", "-", "--", "---", "–", "—", "−", "?", "*", "**", "x", "c", "\\n"],
  ...[
    "na",
    "n/a",
    "n.a.",
    "n.a",
    "n/a.",
    "#n/a",
    "#n/a n/a",
    "<na>",
    "(na)",
    "nan",
    "-nan",
    "nat",
    "nd",
    "n/d",
    "n.d.",
  ],
  ...["null", "(null)", "#null!", "nil", "none", "missing", "not available", "no data", "(d)", "(x)", "(s)"],
]);

/** Is this cell one of the documented marks of a missing value? */
export function isMissing(cell: string | undefined): boolean {
  return marks.has((cell ?? "").trim().toLowerCase());
}
