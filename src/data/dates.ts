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
  if (date !== null && /^\d{4}(-\d{2}(-\d{2})?)?$/.test(iso)) return date;
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
 * What people write as a date and what can be read in one way only, as a decimal year: `1990`, `1990.5`, `1990-06`, `1990-06-30` with or without
 * a time of day, the same with slashes, `19900630`, `1990Q2`, `1990-W26`, `Jun 1990`, `30 June 1990`, `June 30, 1990`, `06/1990`. A period stands for
 * its first day. Null for everything else, also for what can be read in two ways, such as 03/04/2021; `dateAdvice` says what to write.
 *
 * @param mark the decimal mark of `1990.5`
 */
export function readDate(text: string, mark: "." | "," = "."): number | null {
  if (/^\d{4}$/.test(text)) return Number(text);
  if (/^\d{4}[.,]\d+$/.test(text)) return text[4] === mark ? Number(text.replace(",", ".")) : null;
  for (const { pattern, read } of forms) {
    const match = pattern.exec(text);
    if (match !== null) return read(match.groups ?? {});
  }
  return null;
}

/** Is it a period and no day: a year, quarter, month or week? */
export function isPeriod(text: string): boolean {
  return /^\d{4}$/.test(text) || forms.some(({ pattern, period }) => period && pattern.test(text));
}

/** A way to write a date: its named groups, and the decimal year they come to. */
interface DateForm {
  readonly pattern: RegExp;
  readonly period: boolean;
  readonly read: (parts: Readonly<Record<string, string | undefined>>) => number | null;
}

const clock =
  "(?:[T ](?<hour>\\d{1,2}):(?<minute>\\d{2})(?::(?<second>\\d{2})(?:[.,]\\d+)?)?\\s?(?<zone>Z|UTC|GMT|[+-]\\d{2}:?\\d{2})?)?";
const names = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"] as const;
const nameOf =
  "(?<name>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\\.?";
const dayOf = "(?<day>\\d{1,2})(?:st|nd|rd|th)?";

const forms: readonly DateForm[] = [
  {
    pattern: new RegExp(
      `^(?<year>\\d{4})(?<sign>[-/.])(?<month>\\d{1,2})\\k<sign>(?<day>\\d{1,2})${clock}$`,
      "i",
    ),
    period: false,
    read: momentOf,
  },
  { pattern: /^(?<year>[12]\d{3})(?<month>\d{2})(?<day>\d{2})$/, period: false, read: momentOf },
  { pattern: /^(?<year>\d{4})[-/](?<month>\d{1,2})$/, period: true, read: momentOf },
  { pattern: /^(?<month>\d{1,2})[-/](?<year>\d{4})$/, period: true, read: momentOf },
  { pattern: /^(?<year>\d{4})[- :]?M(?<month>\d{1,2})$/i, period: true, read: momentOf },
  { pattern: /^(?<year>\d{4})[- :/]?Q(?<quarter>[1-4])$/i, period: true, read: quarterOf },
  { pattern: /^Q(?<quarter>[1-4])[- :/]?(?<year>\d{4})$/i, period: true, read: quarterOf },
  { pattern: /^(?<quarter>[1-4])Q[- :/]?(?<year>\d{4})$/i, period: true, read: quarterOf },
  { pattern: /^(?<year>\d{4})-?W(?<week>\d{1,2})(?:-?(?<weekday>[1-7]))?$/i, period: true, read: weekOf },
  { pattern: new RegExp(`^${nameOf}[ ,-]+(?<year>\\d{4})$`, "i"), period: true, read: namedOf },
  { pattern: new RegExp(`^(?<year>\\d{4})[ -]${nameOf}$`, "i"), period: true, read: namedOf },
  { pattern: new RegExp(`^${nameOf}[ -]${dayOf}[ ,-]+(?<year>\\d{4})$`, "i"), period: false, read: namedOf },
  {
    pattern: new RegExp(`^${dayOf}[. -]+${nameOf}[ ,-]+(?<year>\\d{4})$`, "i"),
    period: false,
    read: namedOf,
  },
  { pattern: new RegExp(`^(?<year>\\d{4})[ -]${nameOf}[ -]${dayOf}$`, "i"), period: false, read: namedOf },
];

type Parts = Readonly<Record<string, string | undefined>>;

function momentOf({
  year,
  month,
  day = "1",
  hour,
  minute = "0",
  second = "0",
  zone = "Z",
}: Parts): number | null {
  const begin = dayNumber(Number(year), Number(month), Number(day));
  if (begin === null || hour === undefined) return begin;
  if (Number(hour) > 24 || Number(minute) > 59 || Number(second) > 60) return null;
  const [, sign = "+", hours = "0", minutes = "0"] = /^([+-])(\d{2}):?(\d{2})$/.exec(zone) ?? [];
  const ahead = (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
  const passed = Number(hour) * 60 + Number(minute) + Number(second) / 60 - ahead;
  return begin + passed / 1440 / daysIn(Number(year));
}

function quarterOf({ year, quarter }: Parts): number | null {
  return dayNumber(Number(year), 3 * Number(quarter) - 2, 1);
}

function namedOf({ year, name = "", day = "1" }: Parts): number | null {
  const month = names.findIndex((start) => name.toLowerCase().startsWith(start)) + 1;
  return dayNumber(Number(year), month, Number(day));
}

/** Monday of an ISO week, or the day of it that is said. */
function weekOf({ year, week, weekday = "1" }: Parts): number | null {
  const fourth = new Date(firstDay(Number(year)) + 3 * dayMilliseconds);
  const monday = fourth.getTime() - ((fourth.getUTCDay() + 6) % 7) * dayMilliseconds;
  const at = monday + ((Number(week) - 1) * 7 + Number(weekday) - 1) * dayMilliseconds;
  const next = new Date(firstDay(Number(year) + 1) + 3 * dayMilliseconds);
  const last = next.getTime() - ((next.getUTCDay() + 6) % 7) * dayMilliseconds;
  if (Number(week) < 1 || monday + Number(week) * 7 * dayMilliseconds > last) return null;
  const day = new Date(at);
  return dayNumber(day.getUTCFullYear(), day.getUTCMonth() + 1, day.getUTCDate());
}

/** Said of fiscal years. */
export const fiscalAdvice =
  "a fiscal year begins in another month in each country; write the day on which it ends, such as 2001-03-31, or the calendar year alone if that is near enough";

/** What to write instead of a text that `readDate` does not take. */
export function dateAdvice(text: string, mark: "." | "," = "."): string {
  const shapes = `write 2021-04-03, 2021-04, 2021 or 2021${mark}25`;
  if (/^FY\s?'?\d{2,4}([-/]\d{2,4})?$/i.test(text)) return fiscalAdvice;
  if (/^\d{1,2}[/.-]\d{1,2}[/.-]\d{2}$/.test(text)) return "write the year with four digits";
  if (new RegExp(`^${nameOf}[ -]'?\\d{2}$`, "i").test(text)) {
    return "the number may be a day or a year; write Jan 2020 or 2020-01";
  }
  const yearLast = /^(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})(?!\d)/.exec(text);
  if (yearLast !== null) {
    const [, a = "", b = "", year = ""] = yearLast;
    const days = [...new Set([existing(year, b, a), existing(year, a, b)])].filter((day) => day !== null);
    if (days.length === 2) return `it may be ${days.join(" or ")}; write the one that is meant`;
    return days[0] === undefined ? shapes : `write ${days[0]}`;
  }
  if (/^\d{4}[-/.]\d{1,2}[-/.]\d{1,2}/.test(text) || /^[12]\d{7}$/.test(text))
    return `there is no such day; ${shapes}`;
  if (/^\d{4}[-/]\d{1,2}$/.test(text) || /^\d{1,2}[-/]\d{4}$/.test(text))
    return `there is no such month; ${shapes}`;
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
