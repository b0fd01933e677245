import assert from "node:assert/strict";
import { test } from "node:test";
import type { ClaimResult } from "../../../claims/claim.ts";
import { sum } from "../../../stats/distributions/moments.ts";
import { random } from "../../../stats/distributions/random.ts";
import { type AskedStudent, comparedStudents, type Students } from "../tests/students/student-result.ts";
import { cellsOf } from "../tests/students/tally.ts";
import { resolveFades } from "./fades.ts";

const questions = 40;
const tries = 5;

interface World {
  /** Pairs of share and rate of naming, by rising share. */
  readonly plain: readonly (readonly [share: number, rate: number])[];
  readonly shifted?: readonly (readonly [share: number, rate: number])[];
  /** Chance that a reply of a share cannot be read. */
  readonly missing?: Readonly<Record<number, number>>;
  readonly questions?: number;
  /** How unlike questions are: each draws the name this power of a uniform number times as often, scaled to a mean of 1. */
  readonly unlike?: number;
}

function studentsIn(world: World, seed: string): Students {
  const source = random(seed);
  const count = world.questions ?? questions;
  const power = world.unlike ?? 0;
  const lean = Array.from({ length: count }, () => (power + 1) * source.float() ** power);
  const drawn = (shifted: boolean) =>
    (shifted ? (world.shifted ?? []) : world.plain).map(([share, rate]): AskedStudent => {
      const cells = lean.map((one) => {
        const read = Array.from({ length: tries }, () => source.float() >= (world.missing?.[share] ?? 0));
        const names = read.map((kept) => source.float() < Math.min(1, one * rate) && kept);
        return { answered: read.filter(Boolean).length, exact: names.filter(Boolean).length };
      });
      return {
        student: { share, shifted },
        cells: cellsOf(tries, {
          exact: cells.map(({ exact }) => exact),
          close: cells.map(() => 0),
          answered: cells.map(({ answered }) => answered),
        }),
      };
    });
  const students = [...drawn(false), ...drawn(true)];
  return {
    ...{ set: "s", answer: { name: "x", also: [], close: [] }, seal: "", questions: count, own: 0 },
    ...{ leftOut: 0, tries, top: [] },
    shares: students.map(({ student: { share, shifted }, cells }) => ({
      ...{ share, shifted, model: "m", asked: count * tries, exact: sum(cells.exact), close: 0 },
      ...{ missing: count * tries - sum(cells.answered), rate: null },
    })),
    ...comparedStudents(students, { permutations: 199, random: source.fork("trend") }),
  };
}

const resolved = (world: World, seed = "a"): Omit<ClaimResult, "id" | "text"> =>
  resolveFades(studentsIn(world, seed));

const fading: World["plain"] = [
  [0, 0.02],
  [0.1, 0.2],
  [0.3, 0.5],
  [1, 0.8],
];
const held: World["plain"] = [
  [0.1, 0.65],
  [0.3, 0.7],
];

test("both halves: supported, and with one datum moved no longer", () => {
  assert.equal(resolved({ plain: fading, shifted: held }).verdict, "supported");
  const alike = resolved({ plain: fading, shifted: fading.slice(1, 3) }, "b");
  assert.equal(alike.verdict, "undecided");
  assert.match(alike.reason ?? "", /fades with the share; second half: the slopes are not told apart/);
});

test("what the run lacks is said, and the first half with it", () => {
  assert.match(resolveFades(null).reason ?? "", /no student was asked/);
  const reason = (world: World): string => {
    const { verdict, reason: said } = resolved(world);
    assert.equal(verdict, "unresolved");
    return said ?? "";
  };
  assert.match(reason({ plain: fading.slice(1), shifted: held }), /share 0/);
  assert.match(reason({ plain: fading.slice(0, 3), shifted: held }), /2 of the 3 shares/);
  assert.match(reason({ plain: fading, shifted: held, questions: 9 }), /9 of the 10 questions/);
  assert.match(reason({ plain: fading }), /--student-shifted.*first half: it fades/);
  assert.match(
    reason({ plain: fading, shifted: held.slice(0, 1) }),
    /2 of the 3 shares.*first half: it fades/,
  );
  // Shifted students at shares of their own are compared with nobody.
  assert.match(
    reason({
      plain: fading,
      shifted: [
        [0.2, 0.7],
        [0.5, 0.7],
      ],
    }),
    /1 of the 3|0 of the 3/,
  );
  assert.match(
    reason({
      plain: [
        [0, 0.02],
        [0.1, 0.5],
        [0.3, 0.5],
        [1, 0.5],
      ],
    }),
    /first half: open: the trend/,
  );
});

test("where no student names it more often than that of share 0 there is nothing to fade", () => {
  for (const rate of [0, 0.4, 1]) {
    const plain = fading.map(([share]) => [share, rate] as const);
    const { verdict, reason } = resolved({ plain, shifted: held });
    assert.equal(verdict, "invalid");
    assert.match(reason ?? "", /nothing to fade/);
  }
  // Silence is no absence.
  const silent = resolved({ plain: fading.map(([share]) => [share, 0] as const), missing: { 1: 0.5 } });
  assert.equal(silent.verdict, "undecided");
  assert.match(silent.reason ?? "", /could not be read/);
});

test("the opposite of either half contradicts", () => {
  const rising: World["plain"] = [
    [0, 0.02],
    [0.1, 0.8],
    [0.3, 0.5],
    [1, 0.2],
  ];
  assert.equal(resolved({ plain: rising }).verdict, "contradicted");
  const gentle: World["plain"] = [
    [0, 0.02],
    [0.1, 0.6],
    [0.3, 0.7],
    [0.9, 0.8],
  ];
  const faster: World["plain"] = [
    [0.1, 0.05],
    [0.3, 0.4],
    [0.9, 0.85],
  ];
  assert.equal(resolved({ plain: gentle, shifted: faster }).verdict, "contradicted");
  // A slope that is steeper the other way is not smaller in magnitude.
  const turned = faster.map(([share], i) => [share, faster.at(-1 - i)?.[1] ?? 0] as const);
  assert.equal(resolved({ plain: gentle, shifted: turned }).verdict, "undecided");
});

test("shifted students that never name it have a small slope and show nothing", () => {
  const steep: World["plain"] = [
    [0, 0.02],
    [0.1, 0.2],
    [0.3, 0.5],
    [0.9, 0.8],
  ];
  const absent = steep.slice(1).map(([share]) => [share, 0.02] as const);
  const students = studentsIn({ plain: steep, shifted: absent }, "a");
  assert.ok((students.difference?.high ?? 0) < 0);
  const { verdict, reason } = resolveFades(students);
  assert.equal(verdict, "undecided");
  assert.match(reason ?? "", /do not name the answer more often than their base line/);
});

test("a student of share 1 stands on both sides and cancels in the difference", () => {
  const students = studentsIn({ plain: fading, shifted: fading.slice(1, 3), missing: { 1: 0.4 } }, "a");
  assert.deepEqual(students.compared, [0.1, 0.3, 1]);
  const { difference } = students;
  assert.ok(difference !== null);
  // Its missing replies are no one's gain: the difference has no worse end than its interval.
  assert.ok(Math.abs(difference.worst - difference.low) < 0.05);
  assert.ok((students.slope?.worst ?? 0) < (students.slope?.low ?? 0) - 0.05);
});

test("simulated: where nothing fades, or both kinds fade alike, either verdict comes as seldom as its level says", () => {
  const worlds = 300;
  const flat: World = {
    plain: fading.map(([share]) => [share, share === 0 ? 0 : 0.3] as const),
    unlike: 2,
  };
  const alike: World = { plain: fading, shifted: fading.slice(1, 3) };
  const counted = { fades: 0, flatContradicted: 0, supported: 0, contradicted: 0 };
  for (let world = 0; world < worlds; world++) {
    const one = resolved(flat, `flat ${world}`);
    if (/first half: it fades/.test(one.reason ?? "")) counted.fades++;
    if (one.verdict === "contradicted") counted.flatContradicted++;
    const { verdict } = resolved(alike, `alike ${world}`);
    if (verdict === "supported") counted.supported++;
    if (verdict === "contradicted") counted.contradicted++;
  }
  // 2.5% of 300 and three standard errors.
  for (const count of Object.values(counted)) assert.ok(count / worlds < 0.052, JSON.stringify(counted));
  // It is an error rate and not a test that never speaks.
  assert.ok(counted.supported + counted.contradicted > 0);
});
