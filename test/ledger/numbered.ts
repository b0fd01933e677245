import { createHash } from "node:crypto";
import type { OutcomeRecord } from "../../src/ledger/ledger.ts";
import { record } from "./samples.ts";

/** A record whose value can be told from its number alone; its texts take from 0 to some 1,500 bytes. */
export function numbered(n: number): OutcomeRecord {
  const digest = createHash("sha256").update(`number ${n}`).digest("hex");
  return record(n, { n, digest, text: "漢é🙂".repeat(n % 170) });
}
