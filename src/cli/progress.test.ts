import assert from "node:assert/strict";
import { test } from "node:test";
import { progressPrinter } from "./progress.ts";

function recorder(isTTY: boolean): {
  text: () => string;
  sink: { isTTY: boolean; columns: number; write: (t: string) => void };
} {
  let all = "";
  return { text: () => all, sink: { isTTY, columns: 80, write: (t) => (all += t) } };
}

test("on a terminal one line is written over, with what is left after two seconds", () => {
  const { text, sink } = recorder(true);
  let now = 0;
  const printer = progressPrinter(sink, () => now);
  printer.event({ kind: "progress", doing: "prefix arms", done: 0, total: 100, limit: 8 });
  now = 10_000;
  printer.event({ kind: "progress", doing: "prefix arms", done: 25, total: 100, limit: 8 });
  assert.match(text(), /prefix arms: 25 of 100, 30 s left/);
  assert.ok(!text().includes("\n"));
  printer.end();
  assert.ok(text().endsWith("\r\u001b[2K"));
});

test("what is left is told by the pace of late, not by what was done at once", () => {
  const { text, sink } = recorder(true);
  let now = 0;
  const printer = progressPrinter(sink, () => now);
  const say = (seconds: number, done: number): void => {
    now = 1000 * seconds;
    printer.event({ kind: "progress", doing: "panel", done, total: 1150, limit: null });
  };
  say(0, 0);
  say(1, 1000);
  // Then one every three seconds.
  for (let done = 1001; done <= 1100; done++) say(1 + 3 * (done - 1000), done);
  assert.match(text(), /1020 of 1150, 6 min 30 s left/);
  assert.match(text(), /1100 of 1150, 2 min 30 s left/);
});

test("elsewhere nothing is said in the first two seconds and then a line every ten", () => {
  const { text, sink } = recorder(false);
  let now = 0;
  const printer = progressPrinter(sink, () => now);
  for (now = 0; now <= 31_000; now += 500) {
    printer.event({ kind: "progress", doing: "x", done: now / 500, total: 1000, limit: null });
  }
  assert.equal(text().trim().split("\n").length, 3);
});

test("control characters in a note do not reach the terminal", () => {
  const { text, sink } = recorder(false);
  progressPrinter(sink).event({ kind: "note", text: "a\u001b[31mred" });
  assert.ok(!text().includes("\u001b"));
});
