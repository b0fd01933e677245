import assert from "node:assert/strict";
import { test } from "node:test";
import { sha256 } from "../core/json.ts";
import { keyOffsets } from "./key-offsets.ts";

test("behaves like a Map over 20,000 keys, replaced ones included", () => {
  const index = keyOffsets();
  const map = new Map<string, { offset: number; length: number }>();
  for (let n = 0; n < 30_000; n++) {
    // Digests and free words, one in three given a second place.
    const word = `key ${n % 20_000}`;
    const key = n % 2 === 0 ? sha256(word) : word;
    const place = { offset: n * 3_000_000, length: n + 1 };
    index.set(key, place);
    map.set(key, place);
  }
  assert.equal(index.size, map.size);
  for (const [key, place] of map) assert.deepEqual(index.get(key), place);
  for (let n = 0; n < 5_000; n++) {
    assert.equal(index.has(sha256(`other ${n}`)), false);
    assert.equal(index.get(`other ${n}`), undefined);
  }
});

test("keys that share their first 32 bits are told apart", () => {
  const index = keyOffsets();
  const start = "00000000";
  for (let n = 0; n < 3_000; n++) index.set(start + sha256(String(n)).slice(8), { offset: n, length: 1 });
  assert.equal(index.size, 3_000);
  for (let n = 0; n < 3_000; n++) assert.equal(index.get(start + sha256(String(n)).slice(8))?.offset, n);
});
