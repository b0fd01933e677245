import { CredenceError } from "../core/error.ts";

/** What rounding may cost, in days: a decimal year of a day can lie a hair before it. */
const slack = 1e-6;

/**
 * An ISO date as a decimal year: the calendar year plus the part of it that has passed when the day begins, so that a leap year
 * has 366 steps. A year or a month stands for its first day.
 *
 * @example decimalYear("2020-07-02") // 2020.5
 * @throws CredenceError `input` on anything but YYYY, YYYY-MM and YYYY-MM-DD, and on days that do not exist
 */
export function decimalYear(iso: string): number {
  const date = readDate(iso);
  if (date !== null && /^\d{4}(-|$)/.test(iso)) return date;
  throw new CredenceError("input", `"${iso}" is no ISO date`, { fix: `Instead: ${dateAdvice(iso)}.` });
}

/**
 * The day in which a decimal year falls; `decimalYear` and back gives the same day.
 *
 * @example isoDate(2020.5) // "2020-07-02"
 */
export function isoDate(year: number): string {
  const whole = Math.floor(year);
  const day = Math.floor((year - whole) * daysIn(whole) + slack);
  return new Date(firstDay(whole) + day * dayMilliseconds).toISOString().slice(0, -"T00:00:00.000Z".length);
}

/**
 * What people write as a date, as a decimal year: `1990`, `1990.5`, `1990-06`, `1990-06-30`, the latter also with a time of midnight.
 * Null for everything else, also for what can be read in two ways, such as 03/04/2021; `dateAdvice` says what to write.
 *
 * @param mark the decimal mark of `1990.5`
 */
export function readDate(text: string, mark: "." | "," = "."): number | null {
  if (/^\d{4}$/.test(text)) return Number(text);
  if (/^\d{4}[.,]\d+$/.test(text)) return text[4] === mark ? Number(text.replace(",", ".")) : null;
  const match = /^(\d{4})-(\d{2})(?:-(\d{2})(?:[T ]00:00(?::00(?:\.0+)?)?(?:Z|\+00:00)?)?)?$/.exec(text);
  if (match === null) return null;
  const [, year, month, day = "01"] = match;
  return dayNumber(Number(year), Number(month), Number(day));
}

/** What to write instead of a text that `readDate` does not take. */
export function dateAdvice(text: string, mark: "." | "," = "."): string {
  const shapes = `write 2021-04-03, 2021-04, 2021 or 2021${mark}25`;
  const yearLast = /^(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})(?!\d)/.exec(text);
  if (yearLast !== null) {
    const [, a = "", b = "", year = ""] = yearLast;
    const days = [...new Set([existing(year, b, a), existing(year, a, b)])].filter((day) => day !== null);
    if (days.length === 2) return `it may be ${days.join(" or ")}; write the one that is meant`;
    return days[0] === undefined ? shapes : `write ${days[0]}`;
  }
  const yearFirst =
    /^(\d{4})[/.\- ](\d{1,2})[/.\- ](\d{1,2})(?!\d)/.exec(text) ?? /^(\d{4})(\d{2})(\d{2})$/.exec(text);
  if (yearFirst !== null) {
    const [, year = "", month = "", day = ""] = yearFirst;
    const found = existing(year, month, day);
    return found === null ? `there is no such day; ${shapes}` : `write ${found}`;
  }
  const month = /^(\d{4})[/-](\d{1,2})$/.exec(text) ?? /^(?<month>\d{1,2})[/.-](?<year>\d{4})$/.exec(text);
  if (month !== null) {
    const { year = month[1] ?? "", month: named = month[2] ?? "" } = month.groups ?? {};
    const found = existing(year, named, "01");
    return found === null ? `there is no such month; ${shapes}` : `write ${found.slice(0, 7)}`;
  }
  if (/^[1-9]\d{4}(\.\d+)?$/.test(text)) {
    // Spreadsheets count days from 1899-12-30.
    const day = new Date(Date.UTC(1899, 11, 30) + Math.floor(Number(text)) * dayMilliseconds);
    return `if it is a spreadsheet's day number, write ${day.toISOString().slice(0, 10)}`;
  }
  if (/^\d{4}[.,]\d+$/.test(text)) return `write ${text.replace(/[.,]/, mark)}`;
  return shapes;
}

const dayMilliseconds = 86_400_000;

/** Milliseconds at which a year begins. `Date.UTC` would read 0 to 99 as the twentieth century. */
function firstDay(year: number): number {
  return new Date(0).setUTCFullYear(year, 0, 1);
}

function daysIn(year: number): number {
  return (firstDay(year + 1) - firstDay(year)) / dayMilliseconds;
}

/** Decimal year of a day, null when it does not exist. */
function dayNumber(year: number, month: number, day: number): number | null {
  const at = new Date(0);
  at.setUTCFullYear(year, month - 1, day);
  // A day that does not exist runs over into another month; a text of two digits never runs over a whole year.
  if (at.getUTCMonth() !== month - 1) return null;
  return year + (at.getTime() - firstDay(year)) / dayMilliseconds / daysIn(year);
}

/** ISO day of the parts of a date, null when it does not exist. */
function existing(year: string, month: string, day: string): string | null {
  if (dayNumber(Number(year), Number(month), Number(day)) === null) return null;
  return `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
}
