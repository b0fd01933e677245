import { dateAdvice, fiscalAdvice, readDate } from "./dates.ts";

/** A cell that should hold a date. */
export interface DateCell {
  readonly line: number;
  readonly text: string;
}

/** How the dates of a column are read. */
export interface DateColumn {
  /** Decimal year; null for what is no date, or could be two. */
  readonly read: (text: string) => number | null;
  /** What to write instead. */
  readonly advice: (text: string) => string;
  readonly notes: readonly string[];
  /** What makes the whole column unreadable, with the line that shows it. */
  readonly problem: { readonly line: number; readonly text: string } | null;
}

const dayAndMonth = /^(\d{1,2})([/.\- ])(\d{1,2})\2(\d{4})((?:[T ]\d{1,2}:\d{2}(?::\d{2})?)?)$/;

/**
 * How a column writes its dates. What one cell leaves open the others may tell: 25/12/2021 says that 03/04/2021 is the third of April. Dates with
 * dots are day first, as everywhere. Fiscal years are refused, and years of which the fractions are meant as months.
 *
 * @param mark the decimal mark of 1990.5
 */
export function dateColumn(name: string, cells: readonly DateCell[], mark: "." | ","): DateColumn {
  const problem = fiscalYears(name, cells) ?? monthsAsFractions(name, cells);
  const order = orderOf(cells);
  const compact = cells.length > 1 && cells.every(({ text }) => /^[12]\d{3}(0[1-9]|1[0-2])$/.test(text));
  const said = (text: string): string => {
    if (compact) return `${text.slice(0, 4)}-${text.slice(4)}`;
    const match = order === null ? null : dayAndMonth.exec(text);
    if (match === null) return text;
    const [, a = "", , b = "", year = "", time = ""] = match;
    const [day, month] = order?.first === "day" ? [a, b] : [b, a];
    return `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}${time}`;
  };
  return {
    read: (text) => readDate(said(text), mark),
    advice: (text) => dateAdvice(order === null ? text : said(text), mark),
    notes: [
      ...(order === null
        ? []
        : [
            `"${name}" is ${order.first === "day" ? "day, month, year" : "month, day, year"}: ${order.because}`,
          ]),
      ...(compact ? [`"${name}" is year and month without a sign between`] : []),
    ],
    problem,
  };
}

/** Which comes first, day or month; null where nothing tells, or cells contradict each other. */
function orderOf(
  cells: readonly DateCell[],
): { readonly first: "day" | "month"; readonly because: string } | null {
  const read = cells.flatMap(({ line, text }) => {
    const match = dayAndMonth.exec(text);
    return match === null
      ? []
      : [{ line, text, a: Number(match[1]), b: Number(match[3]), dot: match[2] === "." }];
  });
  const shown = ({ line, text }: DateCell): string => `${text} in line ${line} can be read in no other way`;
  const day = read.find(({ a, b }) => a > 12 && a < 32 && b < 13);
  const month = read.find(({ a, b }) => b > 12 && b < 32 && a < 13);
  if (day !== undefined && month !== undefined) return null;
  if (day !== undefined) return { first: "day", because: shown(day) };
  if (month !== undefined) return { first: "month", because: shown(month) };
  if (read.length > 0 && read.every(({ dot }) => dot))
    return { first: "day", because: "dates with dots are written so" };
  // 04/04/2021 is the same day in both.
  return read.length > 0 && read.every(({ a, b }) => a === b)
    ? { first: "day", because: "day and month are the same" }
    : null;
}

/** 2000-01, 2001-02, 2002-03: years that end in the next one, not months. */
function fiscalYears(name: string, cells: readonly DateCell[]): DateColumn["problem"] {
  const [first] = cells;
  const fiscal = cells.every(({ text }) => {
    const match = /^(\d{4})\s?[-/–]\s?(\d{2}|\d{4})$/.exec(text);
    const next = String(Number(match?.[1]) + 1);
    return match !== null && (match[2] === next || match[2] === next.slice(2));
  });
  if (first === undefined || cells.length < 3 || !fiscal) return null;
  return {
    line: first.line,
    text: `column "${name}": ${first.text} and the like end in the year after the one they begin with: ${fiscalAdvice}`,
  };
}

/** 2021.04 is a decimal year; where all fractions of a column look like months, it was meant for April. */
function monthsAsFractions(name: string, cells: readonly DateCell[]): DateColumn["problem"] {
  const fractions = cells.flatMap(({ text }) => /^\d{4}[.,](\d+)$/.exec(text)?.[1] ?? []);
  if (new Set(fractions).size < 3 || !fractions.every((text) => /^(0[1-9]|1[0-2]?)$/.test(text))) return null;
  const cell = cells.find(({ text }) => /^\d{4}[.,]/.test(text));
  if (cell === undefined) return null;
  return {
    line: cell.line,
    text: `column "${name}": ${cell.text} and the like are decimal years, but look like months; write 2021-04 for April`,
  };
}

/**
 * A date that stands between two others in the file and lies far from all: a slip of the pen. Null where the file is not in order but for it, or
 * where nothing is that far.
 */
export function strayDate(dates: readonly number[]): number | null {
  const low = dates.reduce((best, date, i) => (date < (dates[best] ?? date) ? i : best), 0);
  const high = dates.reduce((best, date, i) => (date > (dates[best] ?? date) ? i : best), 0);
  const stray = [low, high].find((i) => {
    const others = dates.filter((_, j) => j !== i);
    const [from, to] = [
      others.reduce((a, b) => Math.min(a, b), Infinity),
      others.reduce((a, b) => Math.max(a, b), -Infinity),
    ];
    const date = dates[i] ?? Number.NaN;
    const misplaced = date > to ? i < dates.length - 1 : i > 0;
    return (
      misplaced &&
      Math.max(from - date, date - to) > 2 * (to - from) &&
      others.every((other, j) => j === 0 || other >= (others[j - 1] ?? other))
    );
  });
  return stray ?? null;
}
