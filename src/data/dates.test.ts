import assert from "node:assert/strict";
import { test } from "node:test";
import { CredenceError } from "../core/error.ts";
import { dateAdvice, decimalYear, isoDate, isPeriod, readDate } from "./dates.ts";

test("every day of 1896 to 2104 comes back as itself, and later days are later", () => {
  let before = 0;
  for (let at = Date.UTC(1896, 0, 1); at < Date.UTC(2105, 0, 1); at += 86_400_000) {
    const day = new Date(at).toISOString().slice(0, 10);
    const year = decimalYear(day);
    assert.equal(isoDate(year), day);
    assert.ok(year > before, day);
    before = year;
  }
});

test("years begin where they are written, leap years have 366 steps, early years stay early", () => {
  assert.equal(decimalYear("2020"), 2020);
  assert.equal(decimalYear("2020-01"), 2020);
  assert.equal(decimalYear("2020-01-01"), 2020);
  assert.equal(decimalYear("2020-07-02"), 2020.5);
  assert.equal(decimalYear("2021-12-31"), 2021 + 364 / 365);
  assert.equal(decimalYear("2020-12-31"), 2020 + 365 / 366);
  assert.equal(decimalYear("1900-03-01"), 1900 + 59 / 365);
  assert.equal(decimalYear("2000-03-01"), 2000 + 60 / 366);
  assert.equal(isoDate(decimalYear("0050-03-01")), "0050-03-01");
});

test("a decimal year is the day in which it falls", () => {
  assert.equal(isoDate(2021.5), "2021-07-02");
  assert.equal(isoDate(2021.9999), "2021-12-31");
  assert.equal(isoDate(1990), "1990-01-01");
  assert.equal(isoDate(1990 - 2e-13), "1990-01-01");
});

test("what is read as a date and what is not", () => {
  assert.equal(readDate("1990.5"), 1990.5);
  assert.equal(readDate("1990,5"), null);
  assert.equal(readDate("1990,5", ","), 1990.5);
  assert.equal(readDate("1990.5", ","), null);
  assert.equal(readDate("2021-07-02T00:00:00Z"), readDate("2021-07-02"));
  assert.equal(readDate("2021-07-02 00:00:00"), readDate("2021-07-02"));
  for (const text of [
    "2021-02-29",
    "2021-13",
    "2021-00-01",
    "2021-04-03T25:00",
    "2021-W53",
    "2021Q5",
    "Foo 2021",
    "Jan 20",
    "FY2021",
    "20210431",
    "03/04/2021",
    "21-04-03",
    "990",
    "-5",
  ])
    assert.equal(readDate(text), null, text);
  assert.throws(() => decimalYear("1990.5"), CredenceError);
  assert.throws(() => decimalYear("03/04/2021"), /no ISO date/);
});

test("dates that can be read in one way only", () => {
  const days: [string, string][] = [
    ["2021-4-3", "2021-04-03"],
    ["2021/04/03", "2021-04-03"],
    ["2021.4.3", "2021-04-03"],
    ["20210403", "2021-04-03"],
    ["2021/4", "2021-04-01"],
    ["4/2021", "2021-04-01"],
    ["2021M04", "2021-04-01"],
    ["2021Q2", "2021-04-01"],
    ["2021-Q2", "2021-04-01"],
    ["Q2 2021", "2021-04-01"],
    ["2Q2021", "2021-04-01"],
    ["2020-W01", "2019-12-30"],
    ["2020W53", "2020-12-28"],
    ["2021-W01-3", "2021-01-06"],
    ["Apr 2021", "2021-04-01"],
    ["April 2021", "2021-04-01"],
    ["2021 Sept", "2021-09-01"],
    ["April 3, 2021", "2021-04-03"],
    ["Apr 3rd, 2021", "2021-04-03"],
    ["3 April 2021", "2021-04-03"],
    ["03-Apr-2021", "2021-04-03"],
  ];
  for (const [text, day] of days) {
    const date = readDate(text);
    assert.ok(date !== null, text);
    assert.equal(isoDate(date), day, text);
  }
  const noon = readDate("2021-07-02 12:00");
  assert.ok(noon !== null && Math.abs(noon - decimalYear("2021-07-02") - 0.5 / 365) < 1e-9);
  assert.equal(readDate("2021-07-02T12:00:00Z"), readDate("2021-07-02T14:00:00+02:00"));
  assert.ok(isPeriod("2021Q2") && isPeriod("2021") && isPeriod("Apr 2021") && !isPeriod("2021-04-03"));
});

test("the advice says what to write", () => {
  const advice: [string, string][] = [
    ["03/04/2021", "it may be 2021-04-03 or 2021-03-04; write the one that is meant"],
    ["3.4.2021", "it may be 2021-04-03 or 2021-03-04; write the one that is meant"],
    ["04/04/2021", "write 2021-04-04"],
    ["25/12/2021", "write 2021-12-25"],
    ["12/25/2021", "write 2021-12-25"],
    ["1990,5", "write 1990.5"],
    ["44197", "if it is a spreadsheet's day number, write 2021-01-01"],
    ["2021-13", "there is no such month; write 2021-04-03, 2021-04, 2021 or 2021.25"],
    ["2021-02-29", "there is no such day; write 2021-04-03, 2021-04, 2021 or 2021.25"],
    ["3/4/21", "write the year with four digits"],
    ["Jan-20", "the number may be a day or a year; write Jan 2020 or 2020-01"],
    ["20210431", "there is no such day; write 2021-04-03, 2021-04, 2021 or 2021.25"],
    ["April", "write 2021-04-03, 2021-04, 2021 or 2021.25"],
    ["45/45/2021", "write 2021-04-03, 2021-04, 2021 or 2021.25"],
  ];
  for (const [text, said] of advice) assert.equal(dateAdvice(text), said, text);
  assert.match(dateAdvice("FY2021"), /^a fiscal year begins in another month in each country; write the day/);
  assert.equal(dateAdvice("1990.5", ","), "write 1990,5");
});
