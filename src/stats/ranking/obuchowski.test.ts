import assert from "node:assert/strict";
import { test } from "node:test";
import { fixture, near } from "../../../test/fixtures/stats/read.ts";
import { obuchowski } from "./obuchowski.ts";

test("areas, standard errors and reach are those of the independent reference", () => {
  for (const { a, b, positive, cluster, clustered } of fixture.rankings) {
    const ours = obuchowski(a, b, positive, cluster);
    [ours.a, ours.b, ours.difference].forEach(({ estimate, se, low, high }, i) => {
      near(estimate, [...clustered.area, clustered.difference][i]);
      near(se, clustered.se[i]);
      near((high - low) / 2, clustered.reach[i]);
    });
    near(ours.difference.p, clustered.p);
  }
});

test("with one row a cluster it is plain DeLong", () => {
  for (const { a, b, positive, plainDeLong } of fixture.rankings) {
    const alone = positive.map((_, row) => row);
    const ours = obuchowski(a, b, positive, alone);
    const [[first, shared], [, second]] = plainDeLong;
    near(ours.a.se ** 2, first);
    near(ours.b.se ** 2, second);
    near(ours.difference.se ** 2, first + second - 2 * shared);
  }
});

test("rows that one of the two lacks leave both", () => {
  for (const { a, b, positive, cluster } of fixture.rankings) {
    const lost = (row: number): boolean => row % 4 === 1;
    const keep = (values: readonly number[]): number[] => values.filter((_, row) => !lost(row));
    const holes = a.map((score, row) => (lost(row) ? Number.NaN : score));
    assert.deepEqual(
      obuchowski(holes, b, positive, cluster),
      obuchowski(keep(a), keep(b), keep(positive), keep(cluster)),
    );
  }
});

test("a score against itself differs by nothing, for certain", () => {
  const { a, positive, cluster } = fixture.rankings[1] ?? { a: [], positive: [], cluster: [] };
  const { difference } = obuchowski(a, a, positive, cluster);
  assert.equal(difference.estimate, 0);
  near(difference.se, 0);
  assert.equal(difference.p, 1);
});
