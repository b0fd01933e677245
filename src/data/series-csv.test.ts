import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { CredenceError } from "../core/error.ts";
import { random } from "../stats/distributions/random.ts";
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
    '2 dates of "date" without a day: the first day of the year or month',
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
      '7 of 13 rows left out because a cell is missing: "date" in line 8; "c" in line 8; "y" in lines 2-7',
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
    /"1,234\.5" has thousands separators; write 1234\.5; .*"12,5" has another .* write 12\.5$/,
  );
  assert.match(
    await refused(`date;y\n1990.5;1\n1991,5;2\n`),
    /^:3 line 3, column "date": "1991,5" is no date: write 1991.5$/,
  );
});

test("thousands separators are an error that says what to write", async () => {
  const rest = ["2.5", "3", "4", "5", "6"];
  const written: [string, string][] = [
    ["1,234.5", "1234.5"],
    ["1.234,5", "1234.5"],
    ["1 234.5", "1234.5"],
    ["1\u00a0234,5", "1234.5"],
    ["1'234.5", "1234.5"],
    ["1’234’567", "1234567"],
    ["1,234,567", "1234567"],
    ["12,34,567.5", "1234567.5"],
    ["-1.234.567", "-1234567"],
  ];
  for (const [cell, plainly] of written) {
    assert.equal(
      await refused(yearly([`"${cell}"`, ...rest])),
      `:2 line 2, column "y": "${cell}" has thousands separators; write ${plainly}`,
    );
  }
  assert.equal(
    await refused(yearly(["1.234,5", "2,5", "3", "4", "5", "6"], ";")),
    ':2 line 2, column "y": "1.234,5" has thousands separators; write 1234,5',
  );
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
  assert.match(await refused(yearly(["1,234", "2.5", "3", "4", "5", "6"], ";")), /write 1234 or 1\.234$/);
});

test("text, NaN, infinities and units in a number cell, with line and column", async () => {
  const said: [string, string][] = [
    ["abc", "is no number"],
    ["NaN", "is not a finite number"],
    ["Infinity", "is not a finite number"],
    ["-inf", "is not a finite number"],
    ["1e999", "is too large a number"],
    ["0x10", "is no number"],
    ["1_0", "is no number"],
    [".", "is no number"],
    ["2021-01-01", "is no number"],
    ["1.2.3", "is no number"],
    ["−5", "has a typographic minus; write -5"],
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
  const message = await refused(yearly(Array.from({ length: 12 }, () => "x")));
  assert.equal(message.split("is no number").length - 1, 5);
  assert.ok(message.endsWith('line 6, column "y": "x" is no number; and 7 more'), message);
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
    ' 5 usable rows; 2 of 8 rows left out because a cell is missing: "y" in lines 3, 5; ' +
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
