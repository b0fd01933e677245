import { z } from "zod";
import { tuningCounts } from "../../data/tuning-rows.ts";
import type { AuditTest } from "./audit-test.ts";
import { testIds } from "./config.ts";
import { falseAlarms } from "./false-alarms.ts";
import { auditTests } from "./tests.ts";

type Listed = (typeof auditTests)[number];
/** By a test's name its result; null where it was not run. */
type Shape<Test extends AuditTest> = { [One in Test as One["id"]]: z.ZodNullable<One["result"]> };

function shapeOf<Per extends "set" | "run">(per: Per): Shape<Extract<Listed, { readonly per: Per }>>;
function shapeOf(per: string): Readonly<Record<string, z.ZodType>> {
  const tests: readonly AuditTest[] = auditTests;
  return Object.fromEntries(
    tests.flatMap((test) => (test.per === per ? [[test.id, test.result.nullable()] as const] : [])),
  );
}

/** Schema of what the tests say of one suspect set. */
const setResult = z.object({ set: z.string(), ...shapeOf("set") });

/** Schema of a file as it was read. */
const readSet = z.object({
  name: z.string(),
  sha256: z.string(),
  counts: tuningCounts,
  /** Rows that the tests use. */
  used: z.int(),
  /** Prompts that stand in the reference too; of the reference, its prompts. */
  shared: z.int(),
});
export type ReadSet = z.infer<typeof readSet>;

/** Schema of what an audit found: set by set in the order of the command, then what is about all of them. */
export const auditResults = z.object({
  version: z.literal(2),
  about: z.object({
    suspects: z.array(readSet),
    reference: readSet.nullable(),
    notes: z.array(z.string()).readonly(),
    level: z.number(),
    /** Tests that were asked for and could not be run, with the reason. */
    notRun: z.array(z.object({ test: z.enum(testIds), reason: z.string() })),
  }),
  sets: z.array(setResult),
  ...shapeOf("run"),
  falseAlarms: z.array(falseAlarms),
});
export type AuditResults = z.infer<typeof auditResults>;
