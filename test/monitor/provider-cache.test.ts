// What a provider says of its cache, held against its rule, call by call and over a socket.
import assert from "node:assert/strict";
import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { sharedPlace } from "../command-line.ts";
import { type CachingOptions, type CachingProvider, cachingProvider } from "../servers/caching-provider.ts";

const honest: CachingOptions = {
  ...{ minimum: 128, block: 32, ttlMs: 60_000, delayMs: 5 },
  ...{ says: "truth", names: "openai" },
};
const arms = "prefix,prefix-same-turn,fresh,actions";

interface Seen {
  readonly provider: CachingProvider;
  readonly findings: { warnings: string[]; cost: { study: { arms: ArmSeen[] }; usd: number } };
  readonly page: string;
  /** What a dry run said before; null where there was none. */
  readonly announced: { readonly usd: [number, number]; readonly inputTokens: [number, number] } | null;
}

interface ArmSeen {
  readonly id: string;
  readonly read: number | null;
  readonly usd: number | null;
  readonly input: number;
  readonly expectedRead: [number, number] | null;
  readonly announced: { readonly input: [number, number]; readonly usd: [number, number] | null };
  readonly cache: Record<string, number>;
}

async function seen(
  t: TestContext,
  change: Partial<CachingOptions>,
  { rule = {}, announce = false }: { readonly rule?: object; readonly announce?: boolean } = {},
): Promise<Seen> {
  const options = { ...honest, ...change };
  const provider = await cachingProvider(t, options);
  const where = sharedPlace(t);
  copyFileSync(new URL("../../assets/office/runs.jsonl", import.meta.url), join(where.folder, "runs.jsonl"));
  const cache = {
    ...{ minimumTokens: options.minimum, blockTokens: options.block, ttlSeconds: options.ttlMs / 1000 },
    ...rule,
  };
  const models = { m: { input: 2, cacheRead: 0.5, output: 8 } };
  const list = { dated: "2026-11-24", providers: [{ endpoint: provider.url, cache, models }] };
  writeFileSync(join(where.folder, "prices.yaml"), JSON.stringify(list));
  const words = [
    "monitor",
    "runs.jsonl",
    "--positive",
    "attack_succeeded",
    "--negative",
    "attack_resisted",
    "--arms",
    arms,
    "--model",
    `${provider.url}#m`,
    "--limit",
    "24",
  ];
  const rest = ["--prices", "prices.yaml", "--concurrency", "4", "--bootstrap", "200", "--json"];
  const dry = announce ? await where.run(...words, ...rest, "--dry-run") : null;
  assert.equal(dry?.code ?? 0, 0, dry?.error);
  assert.equal(provider.charged.length, 0);
  const run = await where.run(...words, ...rest, "--out", "run");
  assert.equal(run.code, 0, run.error);
  return {
    provider,
    findings: JSON.parse(run.out),
    page: readFileSync(join(where.folder, "run", "report.md"), "utf8"),
    announced: dry === null ? null : JSON.parse(dry.out),
  };
}

const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);

function states({ findings }: Seen): Record<string, number> {
  const all: Record<string, number> = {};
  for (const { cache } of findings.cost.study.arms)
    for (const [state, calls] of Object.entries(cache)) all[state] = (all[state] ?? 0) + calls;
  return all;
}

for (const names of ["openai", "deepseek"] as const) {
  test(`an honest provider that names its numbers as ${names} does agrees call by call`, async (t) => {
    const one = await seen(t, { names }, { announce: true });
    const { provider, findings, announced, page } = one;
    assert.ok(announced !== null);
    const { charged } = provider;
    const calls = states(one);
    assert.deepEqual([calls.less, calls.miss, calls.unexplained, calls.notReported], [0, 0, 0, 0]);
    assert.ok((calls.hit ?? 0) >= 40, JSON.stringify(calls));
    assert.equal(
      sum(findings.cost.study.arms.map(({ read }) => read ?? 0)),
      sum(charged.map(({ read }) => read)),
    );
    for (const { id, read, expectedRead } of findings.cost.study.arms) {
      assert.ok(read !== null && expectedRead !== null);
      assert.ok(expectedRead[0] <= read && read <= expectedRead[1], `${id}: ${read} of ${expectedRead}`);
    }
    assert.match(page, /Every one of the 96 calls found in the cache what the provider's rule says/);

    // The bill: what the provider really charged, what the run says, and what was announced.
    const bill = sum(
      charged.map(({ prompt, read, output }) => (2 * (prompt - read) + 0.5 * read + 8 * output) / 1e6),
    );
    assert.ok(Math.abs(findings.cost.usd - bill) < 1e-9, `${findings.cost.usd} of ${bill}`);
    assert.ok(announced.usd[0] <= bill && bill <= announced.usd[1], `${bill} of ${announced.usd}`);
    const input = sum(charged.map(({ prompt }) => prompt));
    assert.ok(announced.inputTokens[0] <= input && input <= announced.inputTokens[1]);
    for (const { id, usd, announced: told } of findings.cost.study.arms) {
      assert.ok(
        usd !== null && told.usd !== null && told.usd[0] <= usd && usd <= told.usd[1],
        `${id}: ${usd}`,
      );
    }
  });
}

test("a prefix below the least length is not kept, and that is no miss", async (t) => {
  const one = await seen(t, { minimum: 4096, block: 128 });
  const calls = states(one);
  assert.equal((calls.belowMinimum ?? 0) + (calls.first ?? 0), 96);
  assert.deepEqual([calls.miss, calls.hit, calls.unexplained], [0, 0, 0]);
});

test("a provider that says nothing is said to say nothing", async (t) => {
  const one = await seen(t, { says: "nothing" });
  assert.equal(states(one).notReported, 96);
  assert.ok(one.findings.warnings.some((text) => text.includes("does not say what it read from its cache")));
  assert.ok(one.findings.cost.study.arms.every(({ read }) => read === null));
});

test("a provider that denies what it kept is found out", async (t) => {
  const one = await seen(t, { says: "zero" });
  const { miss = 0, hit } = states(one);
  assert.ok(miss >= 24 && hit === 0, JSON.stringify(states(one)));
  assert.ok(one.findings.warnings.some((text) => /on \d+ nothing at all/.test(text)));
});

test("a provider that boasts of what it cannot have kept is found out", async (t) => {
  const one = await seen(t, { says: "everything" });
  assert.ok((states(one).unexplained ?? 0) >= 90, JSON.stringify(states(one)));
  assert.ok(one.findings.warnings.some((text) => text.includes("cannot be checked")));
});

test("a cache that forgets at once misses, and where the rule says so it was not due", async (t) => {
  const forgets = await seen(t, { ttlMs: 0 }, { rule: { ttlSeconds: 60 } });
  assert.ok((states(forgets).miss ?? 0) >= 24, JSON.stringify(states(forgets)));
  const known = await seen(t, { ttlMs: 0 }, { rule: { ttlSeconds: 0 } });
  assert.equal(states(known).miss, 0);
});
