import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { CredenceError } from "../core/error.ts";
import { random } from "../stats/distributions/random.ts";
import { isoDate } from "./dates.ts";
import { readSeriesCsv, type SeriesOptions, type SeriesTable } from "./series-csv.ts";

const folder = mkdtempSync(join(tmpdir(), "credence-series-"));
after(() => rmSync(folder, { recursive: true }));
let files = 0;

function file(content: string): string {
  const path = join(folder, `file-${++files}.csv`);
  writeFileSync(path, content);
  return path;
}

const plain: SeriesOptions = { x: ["date"], y: "y" };

const read = (content: string, options: Partial<SeriesOptions> = {}): Promise<SeriesTable> =>
  readSeriesCsv(file(content), { ...plain, ...options });

async function refusal(content: string, options: Partial<SeriesOptions> = {}): Promise<CredenceError> {
  const error = await read(content, options).then(
    (table) => assert.fail(`it was read: ${JSON.stringify(table)}`),
    (problem: unknown) => problem,
  );
  assert.ok(error instanceof CredenceError, String(error));
  assert.ok(error.fix, "says what to do");
  return error;
}

/** What is said, with the place behind the path. */
async function refused(content: string, options: Partial<SeriesOptions> = {}): Promise<string> {
  const { where = "", message } = await refusal(content, options);
  return `${where.slice(where.indexOf(".csv") + 4)} ${message}`;
}

/** A table with a date a year from 2001 on. */
function yearly(y: readonly string[], delimiter = ","): string {
  return ["date,y".replace(",", delimiter), ...y.map((cell, i) => `${2001 + i}${delimiter}${cell}`), ""].join(
    "\n",
  );
}

const ys = async (content: string, options: Partial<SeriesOptions> = {}): Promise<number[]> =>
  (await read(content, options)).rows.map(({ y }) => y);

test("rows with date, axes, value and label in order of dates; the notes say how they were read", async () => {
  const table = await read(
    [
      "name;date;compute;y",
      "b;2021-07-02;1e3;2,5",
      "a;2020;10;1",
      ";2022-01;100000;3",
      "d;2023.5;1;4",
      "e;2024-07-02;2;5",
      "f;2025-12-31;7;-6",
    ].join("\r\n"),
    { x: ["date", "compute"], label: "name", unit: "USD" },
  );
  assert.deepEqual(table.rows[0], { line: 3, date: 2020, x: { date: 2020, compute: 10 }, y: 1, label: "a" });
  assert.deepEqual(table.rows[1], {
    line: 2,
    date: 2021 + 182 / 365,
    x: { date: 2021 + 182 / 365, compute: 1000 },
    y: 2.5,
    label: "b",
  });
  assert.equal(table.rows[2]?.label, null);
  assert.equal(table.rows[4]?.date, 2024.5);
  assert.equal(table.unit, "USD");
  assert.deepEqual(table.notes, [
    'columns separated by semicolon; decimal point in "date"; decimal comma in "y"',
    '2 dates of "date" without a day: the first day of the year, quarter, month or week',
    'sorted by "date": 1 row came before the row above',
  ]);
});

test("rows with a missing cell are left out, counted, with their lines", async () => {
  const { rows, notes } = await read(
    `date,c,y\n${["", "NA", "n/a", "-", "?", "N/A"].map((no, i) => `${1990 + i},1,${no}\n`).join("")}?,,1\n${[1, 2, 3, 4, 5, 6].map((n) => `${2000 + n},${n},${n}\n`).join("")}`,
    { x: ["date", "c"] },
  );
  assert.equal(rows.length, 6);
  assert.ok(
    notes.includes(
      '7 of 13 rows left out because a cell is missing: "date" in line 8 ("?"); "c" in line 8; "y" in lines 2-7 ("NA", "n/a", "-", "?", "N/A")',
    ),
    notes.join("\n"),
  );
  const gaps = yearly(Array.from({ length: 60 }, (_, i) => (i % 2 === 0 ? "" : `${i}`)));
  const [note] = (await read(gaps)).notes.filter((text) => text.includes("missing"));
  assert.match(note ?? "", /^30 of 60 rows .* in lines 2, 4, 6, .*, 40 and 10 more$/);
});

test("a decimal comma in files of semicolons and tabs, and in quoted cells", async () => {
  const cells = ["1,5", "2", "-3,25", "4,0", "5,125", "6e3"];
  const numbers = [1.5, 2, -3.25, 4, 5.125, 6000];
  assert.deepEqual(await ys(yearly(cells, ";")), numbers);
  assert.deepEqual(await ys(yearly(cells, "\t")), numbers);
  assert.deepEqual(await ys(yearly(cells.map((cell) => `"${cell}"`))), numbers);
  assert.deepEqual(await ys(yearly(cells, ";"), { decimal: "," }), numbers);
  const { rows } = await read(`date;y\n${cells.map((cell, i) => `${1990 + i},5;${cell}`).join("\n")}`);
  assert.deepEqual(
    rows.map(({ date }) => date),
    [1990.5, 1991.5, 1992.5, 1993.5, 1994.5, 1995.5],
  );
  assert.ok((await read(yearly(["1", "2", "3", "4", "5", "6"]))).notes[0]?.endsWith("no decimal marks"));
});

test("a comma in a column with points, and the other mark than was said", async () => {
  assert.equal(
    await refused(yearly(["1,5", "2.5", "3", "4", "5", "6"], ";")),
    ':2 line 2, column "y": "1,5" has another decimal mark than the column; write 1.5',
  );
  assert.equal(
    await refused(yearly(["1.5", "2", "3", "4", "5", "6"]), { decimal: "," }),
    ':2 line 2, column "y": "1.5" has another decimal mark than the column; write 1,5',
  );
  assert.match(
    await refused(yearly(["1,234.5", "12,5"], ";")),
    /^:3 line 3, column "y": "12,5" has another .* write 12\.5$/,
  );
  assert.match(
    await refused(`date;y\n1990.5;1\n1991,5;2\n`),
    /^:3 line 3, column "date": "1991,5" is no date: write 1991.5$/,
  );
});

test("thousands separators are read where they can be nothing else", async () => {
  const written: [string, string, number][] = [
    ["1,234.5", "2.5", 1234.5],
    ["1.234,5", "2,5", 1234.5],
    ["1 234.5", "2.5", 1234.5],
    ["1\u00a0234,5", "2,5", 1234.5],
    ["1\u202f234", "2", 1234],
    ["1'234.5", "2.5", 1234.5],
    ["1’234’567", "2", 1234567],
    ["1,234,567", "2", 1234567],
    ["12,34,567.5", "2.5", 1234567.5],
    ["-1.234.567", "2", -1234567],
    ["1,234", "2.5", 1234],
  ];
  for (const [cell, beside, value] of written) {
    const { rows, notes } = await read(yearly([cell, beside, "3", "4", "5", "6"], ";"));
    assert.equal(rows[0]?.y, value, cell);
    assert.match(notes[0] ?? "", /thousands separators in "y"/, cell);
  }
  const plainOnes = ["950", "1,020", "1,100", "1,210", "1,300", "1,405"];
  assert.deepEqual(await ys(yearly(plainOnes, ";")), [950, 1020, 1100, 1210, 1300, 1405]);
  // All with three decimals and a comma: thousands or not, nothing tells.
  assert.match(
    await refused(yearly(["1,020", "1,100", "1,210", "1,300", "1,405", "1,511"], ";")),
    /may be a thousand/,
  );
  assert.match(await refused(yearly(["1,23,4", "2.5", "3", "4", "5", "6"], ";")), /"1,23,4" is no number$/);
});

test("a currency, a percent sign or a multiple in every cell is read; in one cell alone it says what it means", async () => {
  assert.deepEqual(await ys(yearly(["$1.5", "$2", "$3", "$4", "$5", "$6"])), [1.5, 2, 3, 4, 5, 6]);
  assert.deepEqual(await ys(yearly(["1%", "2%", "3%", "4%", "5.5%", "6%"])), [1, 2, 3, 4, 5.5, 6]);
  const { rows, notes } = await read(yearly(["1k", "2.5k", "3k", "4k", "5k", "6k"]));
  assert.deepEqual([rows[1]?.y, /read times 1000/.test(notes[0] ?? "")], [2500, true]);
  const odd: [string, string][] = [
    ["#DIV/0!", "is a spreadsheet's error (a division by zero): mend the formula, or leave the cell empty"],
    ["#REF!", "is a spreadsheet's error (a cell that is gone): mend the formula, or leave the cell empty"],
    [
      "Err:508",
      "is a spreadsheet's error (LibreOffice could not compute it): mend the formula, or leave the cell empty",
    ],
    ["4.2k", "is 4200 written short, where other cells are not; write 4200"],
    ["$1.5bn", "is 1500000000 written short, where other cells are not; write 1500000000"],
    ["(4.2)", "is −4.2 as accountants write it; write -4.2, or leave the cell empty"],
  ];
  for (const [cell, said] of odd)
    assert.equal(
      await refused(yearly(["2.5", cell, "3", "4", "5", "6"])),
      `:3 line 3, column "y": "${cell}" ${said}`,
    );
});

test("the marks of missing values of every ecosystem are missing, and are named", async () => {
  for (const mark of [
    "",
    ".",
    "..",
    ":",
    "NA",
    "N/A",
    "-",
    "–",
    "—",
    "None",
    "null",
    "NULL",
    "nan",
    "#N/A",
    "n.a.",
    "<NA>",
    "c",
    "*",
    "(D)",
  ]) {
    const { rows, notes } = await read(yearly(["2.5", mark, "3", "4", "5", "6", "7"]));
    assert.equal(rows.length, 6, mark);
    const note = `1 of 7 rows left out because a cell is missing: "y" in line 3${mark === "" ? "" : ` ("${mark}")`}`;
    assert.ok(notes.includes(note), notes.join("\n"));
  }
});

test("bounds stand apart, on either side, and only for what is forecast", async () => {
  const found = await read(yearly(["2.5", ">960", "3", "< 0.5", "5", "6", "7", "8", "≥1,200.5"], ";"));
  assert.deepEqual(
    found.censored.map(({ line, side, bound }) => [line, side, bound]),
    [
      [3, "above", 960],
      [5, "below", 0.5],
      [10, "above", 1200.5],
    ],
  );
  assert.deepEqual(
    found.rows.map(({ y }) => y),
    [2.5, 3, 5, 6, 7, 8],
  );
  assert.match(
    found.notes.join(" "),
    /3 values of "y" known only as a bound, in no fit: line 3 \(above 960\)/,
  );
  const axes = `date,c,y\n${[1, 2, 3, 4, 5, 6].map((n) => `${2000 + n},${n === 3 ? ">5" : n},${n}\n`).join("")}`;
  assert.match(await refused(axes, { x: ["date", "c"] }), /">5" is a bound and no number/);
});

test("day and month are told apart by what else stands in the column", async () => {
  const dates = (of: readonly string[]): string =>
    `date,y\n${of.map((date, i) => `${date},${i}\n`).join("")}`;
  const six = ["01/02/2021", "01/03/2021", "01/04/2021", "01/05/2021", "01/06/2021"];
  const first = async (more: string): Promise<string> => {
    const { rows, notes } = await read(dates([...six, more]));
    return `${isoDate(rows[0]?.date ?? 0)} ${notes.find((note) => note.includes("can be read in no other way")) ?? ""}`;
  };
  assert.equal(
    await first("25/12/2021"),
    '2021-02-01 "date" is day, month, year: 25/12/2021 in line 7 can be read in no other way',
  );
  assert.match(await first("12/25/2021"), /^2021-01-02 "date" is month, day, year/);
  assert.match(await refused(dates(six)), /"01\/02\/2021" is no date: it may be 2021-02-01 or 2021-01-02/);
  assert.match(await refused(dates([...six, "25/12/2021", "12/25/2021"])), /is no date/);
  const dotted = await read(dates(six.map((date) => date.replaceAll("/", ".")).concat("1.7.2021")));
  assert.equal(isoDate(dotted.rows[0]?.date ?? 0), "2021-02-01");
});

test("fiscal years are refused with the reason, months are not; compact months are read", async () => {
  const dates = (of: readonly string[]): string =>
    `date,y\n${of.map((date, i) => `${date},${i}\n`).join("")}`;
  for (const of of [
    ["2000-01", "2001-02", "2002-03", "2003-04", "2004-05", "2005-06"],
    ["1999/00", "2000/01", "2001/02", "2002/03", "2003/04", "2004/05"],
    ["1999-2000", "2000-2001", "2001-2002", "2002-2003", "2003-2004", "2004-2005"],
  ])
    assert.match(
      await refused(dates(of)),
      /^:2 line 2, column "date": .* a fiscal year begins in another month in each country/,
    );
  const months = await read(dates(["2000-01", "2000-02", "2001-02", "2001-03", "2002-03", "2002-04"]));
  assert.equal(months.rows.length, 6);
  const compact = await read(dates(["202101", "202102", "202103", "202104", "202105", "202106"]));
  assert.equal(isoDate(compact.rows[5]?.date ?? 0), "2021-06-01");
});

test("a date that lies far from all others and out of their order is a slip", async () => {
  const of = [2010, 2011, 2012, 2103, 2014, 2015, 2016, 2017];
  assert.match(
    await refused(`date,y\n${of.map((year, i) => `${year},${i}\n`).join("")}`),
    /^:5 "2103" in column "date" lies far/,
  );
  // Old and new values with nothing between them are in order.
  const { rows } = await read(
    `date,y\n${[1700, 1701, 2015, 2016, 2017, 2018].map((year, i) => `${year},${i}\n`).join("")}`,
  );
  assert.equal(rows.length, 6);
});

test("a long table names the column that tells series apart, and one series is chosen", async () => {
  const rows = [1, 2, 3, 4, 5, 6].flatMap((n) => [
    `${2000 + n},Peru,total,${n}`,
    `${2000 + n},Chad,total,${2 * n}`,
  ]);
  const long = `date,country,kind,y\n${rows.join("\n")}\n`;
  const error = await refusal(long);
  assert.match(
    error.message,
    /^several series in one table: what tells them apart is "country" \(Peru, Chad\)$/,
  );
  assert.equal(error.fix, 'Choose one: --series "country=Peru"');
  assert.deepEqual(await ys(long, { series: "country=Chad" }), [2, 4, 6, 8, 10, 12]);
  assert.deepEqual(await ys(long, { series: "country=Chad;kind=total" }), [2, 4, 6, 8, 10, 12]);
  assert.match((await refusal(long, { series: "country=Mali" })).fix ?? "", /one of: Peru, Chad/);
  assert.match((await refusal(long, { series: "place=Mali" })).message, /no column "place"/);
});

test("dates across the columns are turned", async () => {
  const years = [2001, 2002, 2003, 2004, 2005, 2006, 2007];
  const wide = `name,code,${years.map((year) => `${year} [YR${year}]`).join(",")}\nPeru,PER,1,2,3,..,5,6,7\nChad,TCD,2,4,6,8,10,12,14\n`;
  assert.deepEqual(await ys(wide, { series: "name=Peru" }), [1, 2, 3, 5, 6, 7]);
  const error = await refusal(wide);
  assert.deepEqual(
    [/2 series, one a row/.test(error.message), error.fix?.includes('--series "name=Peru"')],
    [true, true],
  );
});

test("columns that nobody named are found where one alone can be meant; units, preambles and indices are no values", async () => {
  const found = await read(
    `"Solder, a kilogram"\n\n,Month,price\n,,EUR\n0,2001-01,5\n1,2001-02,6\n2,2001-03,7\n3,2001-04,8\n4,2001-05,9\n5,2001-06,10\n`,
    { y: "value" },
  );
  assert.deepEqual(
    [found.x, found.y, found.rows.map(({ y }) => y)],
    [["Month"], "price", [5, 6, 7, 8, 9, 10]],
  );
  assert.ok(found.notes.includes("line 4 holds units and no values: left out (EUR)"), found.notes.join("\n"));
  const two = `date,a,b\n${[1, 2, 3, 4, 5, 6].map((n) => `${2000 + n},${n},${n}\n`).join("")}`;
  assert.match(await refused(two, { y: "value" }), /no column named "value"/);
  assert.deepEqual((await read(yearly(["1", "2", "3", "4", "5", "6"]).toUpperCase())).y, "Y");
});

test("1,234 alone is a thousand or one and a bit: an error until something tells", async () => {
  const cells = ["1,234", "2,345", "3", "4", "5", "6"];
  assert.equal(
    await refused(yearly(cells, ";")),
    ':2 line 2, column "y": "1,234" may be a thousand or have decimals; write 1234 or 1.234; ' +
      'line 3, column "y": "2,345" may be a thousand or have decimals; write 2345 or 2.345',
  );
  assert.deepEqual(await ys(yearly(cells, ";"), { decimal: "," }), [1.234, 2.345, 3, 4, 5, 6]);
  assert.deepEqual((await ys(yearly(["0,125", ...cells], ";"))).slice(0, 2), [0.125, 1.234]);
  const beside = (y: string): string =>
    `date;c;y\n${[1, 2, 3, 4, 5, 6].map((n) => `${2000 + n};${n},5;${n === 1 ? y : n}\n`).join("")}`;
  const axes = { x: ["date", "c"] };
  assert.equal((await ys(beside("1,234"), axes))[0], 1.234);
  assert.match(await refused(beside("1.234"), axes), /"1\.234" may be a thousand .* write 1234 or 1,234$/);
  assert.equal((await ys(yearly(["1.234", "2", "3", "4", "5", "6"])))[0], 1.234);
  // What the message says to write is read.
  assert.equal((await ys(beside("1,234"), axes))[0], 1.234);
});

test("text, NaN, infinities and units in a number cell, with line and column", async () => {
  const said: [string, string][] = [
    ["abc", "is no number"],
    ["Infinity", "is not a finite number"],
    ["-inf", "is not a finite number"],
    ["1e999", "is too large a number"],
    ["0x10", "is no number"],
    ["1_0", "is no number"],
    ["2021-01-01", "is no number"],
    ["1.2.3", "is no number"],
    ["12 USD", "is not a number alone; write 12"],
    ["$1.5", "is not a number alone; write 1.5"],
  ];
  for (const [cell, what] of said) {
    assert.equal(
      await refused(yearly(["2.5", cell, "3", "4", "5", "6"])),
      `:3 line 3, column "y": "${cell}" ${what}`,
    );
  }
  assert.match(await refused(yearly([`1${" ".repeat(2 ** 19)}1`, "2"])), /^:2 .*…" is no number$/);
  assert.match(await refused(yearly([`${"1".repeat(2 ** 19)}x1`, "2"])), /^:2 .*…" is no number$/);
});

test("five errors are shown and the rest counted", async () => {
  const message = await refused(yearly(Array.from({ length: 12 }, () => "word")));
  assert.equal(message.split("is no number").length - 1, 5);
  assert.ok(message.endsWith('line 6, column "y": "word" is no number; and 7 more'), message);
});

test("dates that are ambiguous or none say what to write", async () => {
  assert.equal(
    await refused("date,y\n03/04/2021,1\n2021-04-31,2\n2022,3\n"),
    ':2 line 2, column "date": "03/04/2021" is no date: it may be 2021-04-03 or 2021-03-04; write the one that is meant; ' +
      'line 3, column "date": "2021-04-31" is no date: there is no such day; write 2021-04-03, 2021-04, 2021 or 2021.25',
  );
  const months = (of: readonly string[]): string =>
    `date,y\n${of.map((month, i) => `2021.${month},${i}\n`).join("")}`;
  assert.match(
    await refused(months(["01", "02", "03", "04", "05", "1"])),
    /^:2 .*look like months; write 2021-04/,
  );
  assert.equal((await read(months(["08", "17", "25", "33", "42", "5"]))).rows.length, 6);
});

test("a first axis of numbers, where that is said", async () => {
  const content = `c,y\n${[30, 1, 2, 1e5, 5, 6].map((c, i) => `${c},${i}\n`).join("")}`;
  assert.match(await refused(content, { x: ["c"] }), /"30" is no date/);
  const { rows } = await read(content, { x: ["c"], first: "number" });
  assert.deepEqual(
    rows.map(({ date }) => date),
    [1, 2, 5, 6, 30, 1e5],
  );
});

test("zero and below are an error only for a logarithm", async () => {
  const cells = ["1", "0", "-2.50", "4", "5", "6"];
  assert.equal((await read(yearly(cells))).rows.length, 6);
  assert.equal(
    await refused(yearly(cells), { log: true }),
    ':3 line 3, column "y": 0 has no logarithm (--scale linear needs none); ' +
      'line 4, column "y": -2.50 has no logarithm (--scale linear needs none)',
  );
});

test("a date that is there twice: error, keep, mean, last", async () => {
  const content =
    "date,n,y\n2003,a,4\n2001,b,1\n2002,c,2\n2003-01-01,a,7\n2004,d,5\n2005,e,6\n2006,f,7\n2003,x,1.5\n";
  assert.equal(
    await refused(content),
    ':9 1 date of "date" more than once: 2003-01-01 (lines 2 and 5 and 9)',
  );
  assert.deepEqual(await ys(content, { duplicates: "keep" }), [1, 2, 4, 7, 1.5, 5, 6, 7]);
  const last = await read(content, { duplicates: "last", label: "n" });
  assert.deepEqual(last.rows[2], { line: 9, date: 2003, x: { date: 2003 }, y: 1.5, label: "x" });
  const mean = await read(content, { duplicates: "mean", label: "n" });
  assert.deepEqual(mean.rows[2], { line: 2, date: 2003, x: { date: 2003 }, y: 12.5 / 3, label: null });
  assert.equal(
    mean.notes.at(-1),
    '1 date of "date" more than once: 2003-01-01 (lines 2 and 5 and 9); the arithmetic mean taken, 2 rows fewer',
  );
  const many = Array.from({ length: 14 }, (_, i) => `${2000 + (i >> 1)},${i}\n`).join("");
  assert.match(await refused(`date,y\n${many}`), /^:3 7 dates .*2004-01-01 \(lines 10 and 11\), and 2 more$/);
});

test("a column that does not vary", async () => {
  assert.equal(await refused(yearly(["3", "3", "3.0", "3", "3", "3"])), ' column "y" is 3 in every row');
  const content = `date,c,y\n${[1, 2, 3, 4, 5, 6].map((n) => `${2000 + n},1,${n}\n`).join("")}`;
  assert.equal(await refused(content, { x: ["date", "c"] }), ' column "c" is 1 in every row');
  const same = `date,y\n${[1, 2, 3, 4, 5, 6].map((n) => `2000,${n}\n`).join("")}`;
  assert.equal(await refused(same, { duplicates: "keep" }), ' column "date" is 2000 in every row');
});

test("fewer than six usable rows, and why", async () => {
  assert.equal(await refused("date,y\n"), " 0 usable rows");
  assert.equal(
    await refused("date,y\n2001,1\n2002,\n2003,3\n2004,NA\n2005,5\n2005,6\n2006,7\n2007,8\n", {
      duplicates: "last",
    }),
    ' 5 usable rows; 2 of 8 rows left out because a cell is missing: "y" in lines 3, 5 ("NA"); ' +
      '1 date of "date" more than once: 2005-01-01 (lines 6 and 7); the last in the file taken, 1 row fewer',
  );
});

test("a column that is not there lists those that are", async () => {
  const error = await refusal("date,price,n\n2001,1,a\n", {
    x: ["date", "compute"],
    y: "cost",
    label: "name",
  });
  assert.equal(error.message, 'no column named "compute", "cost", "name"');
  assert.equal(error.fix, "There are: date, price, n. Name yours with --x and --y.");
  assert.match(await refused("a,b\n", { x: ["constructor"], y: "b" }), /no column named "constructor"/);
});

test("no axis, and a column named twice", async () => {
  assert.equal((await refusal("date,y\n", { x: [] })).code, "usage");
  assert.equal((await refusal("date,y\n", { x: ["date", "y"] })).message, 'column "y" is named twice');
});

test("a random table reads back the same from three dialects", async () => {
  const source = random("three dialects");
  for (let round = 0; round < 60; round++) {
    const count = 6 + Math.floor(source.float() * 30);
    const number = (): number => {
      const value = (source.float() - 0.4) * 10 ** Math.floor(source.float() * 24 - 8);
      return source.float() < 0.3 ? Math.round(value) || 0 : value;
    };
    const table = Array.from({ length: count }, (_, i) => ({
      date: 1950 + i + source.float(),
      c: number(),
      y: number(),
    }));
    const write = (delimiter: string, mark: string, quote: string): string =>
      [
        ["date", "c", "y"].join(delimiter),
        ...table.map(({ date, c, y }) =>
          [date, c, y].map((value) => `${quote}${String(value).replace(".", mark)}${quote}`).join(delimiter),
        ),
      ].join(round % 2 === 0 ? "\n" : "\r\n");
    for (const content of [
      write(",", ".", ""),
      write(";", ",", ""),
      write("\t", ".", ""),
      write(",", ",", '"'),
    ]) {
      const { rows } = await read(content, { x: ["date", "c"] });
      assert.deepEqual(
        rows,
        table.map(({ date, c, y }, i) => ({ line: i + 2, date, x: { date, c }, y, label: null })),
      );
    }
  }
});
