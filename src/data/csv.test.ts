import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { CredenceError } from "../core/error.ts";
import { firstFew, readCsvTable } from "./csv.ts";

const folder = mkdtempSync(join(tmpdir(), "credence-csv-"));
after(() => rmSync(folder, { recursive: true }));
let files = 0;

function file(content: string | Uint8Array): string {
  const path = join(folder, `file-${++files}.csv`);
  writeFileSync(path, content);
  return path;
}

/** What is said about a file, with its place behind the path. */
async function refused(content: string | Uint8Array): Promise<string> {
  const path = file(content);
  const error = await readCsvTable(path).then(
    () => assert.fail("it was read"),
    (problem: unknown) => problem,
  );
  assert.ok(error instanceof CredenceError, String(error));
  assert.equal(error.code, "input");
  const { where = "", fix, message } = error;
  assert.ok(where.startsWith(path), where);
  assert.ok(fix, "says what to do");
  return `${where.slice(path.length)} ${message}`;
}

test("header, cells, line numbers and the file's hash", async () => {
  const content = 'date, price ,label\n2020,1.5,"a, b"\n\n2021, 2 ,"say ""x"""\n';
  const table = await readCsvTable(file(content));
  assert.deepEqual(table, {
    columns: ["date", "price", "label"],
    rows: [
      { line: 2, cells: { date: "2020", price: "1.5", label: "a, b" } },
      { line: 4, cells: { date: "2021", price: "2", label: 'say "x"' } },
    ],
    delimiter: ",",
    file: { sha256: createHash("sha256").update(content).digest("hex"), bytes: content.length },
    notes: [],
  });
});

test("a byte order mark and all line ends, mixed ones too", async () => {
  for (const content of [
    "\ufeffa,b\r\n1,2\r\n3,4\r\n",
    "a,b\r1,2\r3,4",
    "a,b\n1,2\r\n3,4\n",
    "a,b\r\n1,2\n3,4",
  ]) {
    const { columns, rows } = await readCsvTable(file(content));
    assert.deepEqual(columns, ["a", "b"], JSON.stringify(content));
    assert.deepEqual(rows, [
      { line: 2, cells: { a: "1", b: "2" } },
      { line: 3, cells: { a: "3", b: "4" } },
    ]);
  }
});

test("a row is on the line on which it begins, also with line ends inside quotes", async () => {
  for (const end of ["\n", "\r\n", "\r"]) {
    const lines = ["", "a,b", '"one', 'two",2', "  ", '3," 4', "", '"', "5,6"];
    const { rows } = await readCsvTable(file(lines.join(end)));
    assert.deepEqual(
      rows.map(({ line, cells }) => [line, cells.a, cells.b]),
      [
        [3, "one\ntwo", "2"],
        [6, "3", "4"],
        [9, "5", "6"],
      ],
    );
  }
});

test("comma, semicolon and tab are found from the header, quoted names not counted", async () => {
  assert.equal((await readCsvTable(file("a;b\n1,5;2"))).delimiter, ";");
  assert.equal((await readCsvTable(file("a\tb\n\t2\n"))).delimiter, "\t");
  const { columns, delimiter } = await readCsvTable(file('"a, b, c";"d\n, e";f\n1;2;3'));
  assert.deepEqual([delimiter, columns], [";", ["a, b, c", "d\n, e", "f"]]);
  assert.equal(await refused("date\n2020\n"), ":1 no comma, semicolon or tab in the header line");
  assert.equal(await refused("a|b\n1|2\n"), ":1 no comma, semicolon or tab in the header line");
  assert.equal(await refused("a,b;c\n"), ":1 as many of comma as of semicolon in the header line");
});

test("ragged rows are named with their lines, at most five", async () => {
  assert.equal(
    await refused("a,b\n1,2\n3\n4,5,6\n"),
    ":3 the header has 2 columns separated by comma, but line 3 has 1 cell; line 4 has 3 cells",
  );
  assert.match(
    await refused(`a;b\n${"1\n".repeat(9)}`),
    /^:2 .*by semicolon, but line 2 has 1 cell;.*line 6 has 1 cell; and 4 more$/,
  );
});

test("names that are empty or there twice", async () => {
  assert.equal(await refused("a,,b\n1,2,3\n"), ":1 column 2 has no name (columns separated by comma)");
  assert.equal(
    await refused("\na;b; a;\n1;2;3;4\n"),
    ':2 columns 1 and 3 are both named "a"; column 4 has no name (columns separated by semicolon)',
  );
});

test("UTF-16 with a byte order mark, as spreadsheets write it", async () => {
  for (const bytes of [
    Buffer.from("\ufeffa\tb\r\n1\tü\r\n", "utf16le"),
    Buffer.from("\ufeffa\tb\r\n1\tü\r\n", "utf16le").swap16(),
  ]) {
    const { columns, rows } = await readCsvTable(file(bytes));
    assert.deepEqual([columns, rows], [["a", "b"], [{ line: 2, cells: { a: "1", b: "ü" } }]]);
  }
});

test("what stands above and below a table is left out and said; lines keep their numbers", async () => {
  const { columns, rows, notes } = await readCsvTable(
    file(
      'Prices of solder\n"Unit: euro, a kilogram"\n\ndate,price\n2001,5\n2002,6\n2003,7\n2004,8\nSource: the makers\n',
    ),
  );
  assert.deepEqual(columns, ["date", "price"]);
  assert.deepEqual(
    rows.map(({ line }) => line),
    [5, 6, 7, 8],
  );
  assert.deepEqual(notes, [
    "lines 1 to 3 are above the table: left out",
    "from line 9 on: notes below the table, left out",
  ]);
  const commented = await readCsvTable(file("# made by a program\na,b\n1,2\n"));
  assert.deepEqual([commented.columns, commented.rows[0]?.line], [["a", "b"], 3]);
  const plotted = await readCsvTable(file("# date,price\n2001,5\n2002,6\n"));
  assert.deepEqual(plotted.columns, ["date", "price"]);
});

test("a first column without a name is an index; one without a name and cells is none", async () => {
  const index = await readCsvTable(file(",date,price,\n0,2001,5,\n1,2002,6,\n"));
  assert.deepEqual(index.columns, ["column 1", "date", "price"]);
  assert.deepEqual(index.rows[0]?.cells, { "column 1": "0", date: "2001", price: "5" });
  assert.equal(index.notes.length, 2);
});

test("empty, binary, broken UTF-8, with the line", async () => {
  assert.equal(await refused(""), " empty file");
  assert.equal(await refused("\ufeff \r\n\r\n"), " empty file");
  assert.equal(await refused("a,b\r\n1,2\r\n3,\0\r\n"), ":3 a NUL byte: not a text file");
  assert.equal(await refused(Buffer.from("a,b\n1,ok\n2,caf\xe9\n", "latin1")), ":3 not UTF-8 text");
  assert.equal(
    await refused(Buffer.concat([Buffer.from("\ufeffä,b\r1,2\r3,"), Buffer.from([0xc3])])),
    ":3 not UTF-8 text",
  );
});

test("quotation marks out of place, with the line", async () => {
  assert.equal(await refused('a,b\n1,2\n\n3,"4\n5,6\n7,8\n'), ":4 a quotation mark that is never closed");
  assert.equal(await refused('a,b\n1,5" disk\n'), ":2 a quotation mark inside a cell that is not quoted");
  assert.equal(await refused('a,b\n1,2\n1,"x"y\n'), ":3 text behind a closing quotation mark");
  assert.equal(await refused(`a,b\n1,2\n1,${"x".repeat(2 ** 20 + 9)}\n`), ":3 a row of more than 1 MiB");
});

test("a file over 64 MiB, one that is missing, a folder", async () => {
  const path = file("a,b\n");
  truncateSync(path, 64 * 2 ** 20 + 1);
  await assert.rejects(readCsvTable(path), {
    name: "CredenceError",
    message: "more than 64 MiB",
    where: path,
  });
  await assert.rejects(readCsvTable(join(folder, "no.csv")), { name: "CredenceError", code: "input" });
  await assert.rejects(readCsvTable(folder), { name: "CredenceError", code: "input" });
});

test("names from JavaScript's own objects are plain columns", async () => {
  const { rows } = await readCsvTable(file("__proto__,constructor\n1,2\n"));
  assert.deepEqual(Object.entries(rows[0]?.cells ?? {}), [
    ["__proto__", "1"],
    ["constructor", "2"],
  ]);
});

test("five complaints and a count", () => {
  assert.equal(firstFew(["a", "b", "c", "d", "e"]), "a; b; c; d; e");
  assert.equal(firstFew(["a", "b", "c", "d", "e", "f", "g"]), "a; b; c; d; e; and 2 more");
});
