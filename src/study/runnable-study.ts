import { arch, availableParallelism, platform, totalmem } from "node:os";
import { z } from "zod";
import { CredenceError } from "../core/error.ts";
import { identityOf } from "../core/identity.ts";
import { contentHash, isJsonObject, type Json, type JsonObject } from "../core/json.ts";
import type { RunRecord } from "../ledger/ledger.ts";
import type { Model } from "../models/model.ts";
import { random } from "../stats/distributions/random.ts";
import { codeHash, packageVersion } from "./code-hash.ts";
import { conclude } from "./conclude.ts";
import { envelopeSchema } from "./envelope.ts";
import { execute } from "./execute.ts";
import { expected } from "./expected.ts";
import { foreseen } from "./foreseen.ts";
import { openRoles, registeredModel, rolesAtHand } from "./open-roles.ts";
import { replayed } from "./replayed.ts";
import { reportOf } from "./report-shell.ts";
import type { Finished, Prepared, ReportOptions, RunnableStudy, RunOptions } from "./runnable.ts";
import { settingTrouble } from "./setting-trouble.ts";
import type { InputFile, Role, Study, TrialShape } from "./study.ts";

/** Closes over a study's types and gives it the verbs of the road: prepare and start, resume, report. */
export function runnableStudy<
  Config,
  Inputs,
  Trial extends TrialShape,
  Value extends Json,
  Results extends Json,
>(study: Study<Config, Inputs, Trial, Value, Results>): RunnableStudy {
  const prepare: RunnableStudy["prepare"] = async (raw, { seed, events }): Promise<Prepared> => {
    const config = parseConfig(study, raw);
    const files: InputFile[] = [];
    const inputs = await study.load(config, {
      seed,
      random: random(seed).fork("load"),
      source: (file) => files.push(file),
      note: (text) => events({ kind: "note", text }),
    });
    const roles = rolesOf(study, config);
    return {
      roles,
      inputs: files,
      expected: async (open) => {
        const { measuring } = study;
        if (measuring === undefined)
          return { arms: [], notes: ["no model and no calls: the inputs are enough"] };
        const models = await rolesAtHand(roles, open);
        try {
          const plan = await foreseen(measuring, config, inputs, random(seed).fork("plan"), models.of);
          return await expected(
            plan,
            (trial) => measuring.request(trial, inputs),
            (role) => models.of(role),
          );
        } finally {
          await models.close();
        }
      },
      start: async (options) => {
        const { models, close } = await openRoles(roles, options);
        try {
          const names = study.claims.map(({ id }) => `${study.name}/${id}`);
          const run = await options.ledger.create(
            {
              study: study.name,
              studyVersion: study.version,
              version: packageVersion(),
              config: jsonOf(config),
              seed,
              inputs: files,
              models: Object.fromEntries([...models].map(([role, model]) => [role, registeredModel(model)])),
              claims: study.claims,
              credences: await options.beliefs.pending(names),
              code: codeHash(),
              machine: machine(),
              at: new Date().toISOString(),
            },
            options.place,
          );
          return await closing(run, async () => {
            await study.inputs.save(inputs, run.snapshot);
            await options.beliefs.bound(run);
            return sitting(config, inputs, run, models, options);
          });
        } finally {
          await close();
        }
      },
    };
  };

  const stored = async (run: RunRecord): Promise<readonly [Config, Inputs]> => {
    sameVersion(study, run);
    return [parseConfig(study, run.registration.config), await study.inputs.restore(run.snapshot)];
  };

  const sitting = async (
    config: Config,
    inputs: Inputs,
    run: RunRecord,
    models: ReadonlyMap<string, Model>,
    options: RunOptions,
  ): Promise<Finished> => {
    options.events({ kind: "started", run });
    try {
      const status = await execute(study, config, inputs, run, models, options);
      await run.setStatus(status);
      if (status === "interrupted") {
        return { id: run.id, folder: run.folder, status, findings: null, report: null };
      }
      options.stop.measured?.();
      const { findings, report, files } = await conclude(study, config, inputs, run, options);
      if (status === "complete") {
        for (const [name, text] of Object.entries(files)) await options.beliefs.filed(run, name, text);
        await options.beliefs.resolved(run, findings);
      }
      return { id: run.id, folder: run.folder, status, findings, report };
    } catch (error) {
      // An analysis that was given up is none that failed: the journal has all that it needs.
      const out = error instanceof CredenceError && error.code === "outage";
      const status = options.stop.hard.aborted || out ? "interrupted" : "failed";
      await run.setStatus(status).catch(() => undefined);
      if (status === "failed" || out) throw error;
      return { id: run.id, folder: run.folder, status, findings: null, report: null };
    }
  };

  return {
    name: study.name,
    version: study.version,
    summary: study.summary,
    claims: study.claims,
    examples: study.examples,
    actions: study.actions ?? [],
    fields: study.config.shape,
    prepare,
    resume: (run, options) =>
      closing(run, async () => {
        const [config, inputs] = await stored(run);
        const { models, close } = await openRoles(rolesOf(study, config), options);
        try {
          for (const [role, model] of models) sameModel(role, model, run);
          // A kill may have come between registering and binding; binding twice changes nothing.
          await options.beliefs.bound(run);
          return await sitting(config, inputs, run, models, options);
        } finally {
          await close();
        }
      }),
    report: async (run, options: ReportOptions) => {
      const [config, inputs] = await stored(run);
      const { findings, report } = await conclude(study, config, inputs, run, options);
      return { id: run.id, folder: run.folder, status: run.status, findings, report };
    },
    scoredRuns:
      study.scoredRuns === undefined
        ? null
        : async (run, options) => {
            const [config, inputs] = await stored(run);
            const { outcomes, context } = replayed(study, config, inputs, run, options);
            return (await study.scoredRuns?.(config, inputs, outcomes, context)) ?? { arms: [], runs: [] };
          },
    show: async (run) => {
      const text = await run.readFile("findings.json");
      if (text === undefined) return undefined;
      const parsed = envelopeSchema(study.results).safeParse(JSON.parse(text));
      if (!parsed.success) {
        throw new CredenceError("input", `findings of another form: ${z.prettifyError(parsed.error)}`, {
          where: `${run.folder}/findings.json`,
          fix: `Make them anew from the journal: credence report ${run.id}`,
        });
      }
      return reportOf(parsed.data, run.registration, run, study.present(parsed.data));
    },
  };
}

function rolesOf<Config>(
  study: { readonly roles?: (config: Config) => readonly Role[] },
  config: Config,
): readonly Role[] {
  return study.roles?.(config) ?? [];
}

/** The trials of another version of a study are others: its journal would look empty to this one. */
function sameVersion(
  { name, version }: { readonly name: string; readonly version: string },
  run: RunRecord,
): void {
  const { studyVersion, version: credence } = run.registration;
  if (studyVersion === version) return;
  throw new CredenceError(
    "input",
    `the run was made by version ${studyVersion} of ${name}; this is version ${version}, which asks other things`,
    {
      where: run.folder,
      fix: `What it found stands in ${run.folder}/report.html. To go on with it or analyse it anew, use credence ${credence} as of ${run.registration.at.slice(0, 10)}.`,
    },
  );
}

/** Closes the run after the work, however it ends. */
async function closing<Result>(run: RunRecord, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } finally {
    await run.close();
  }
}

function parseConfig<Config>(
  study: { readonly name: string; readonly config: z.ZodType<Config> },
  raw: unknown,
): Config {
  const parsed = study.config.safeParse(raw);
  if (parsed.success) return parsed.data;
  throw new CredenceError("usage", `the settings do not fit:\n${settingTrouble(parsed.error, raw)}`, {
    fix: `See 'credence ${study.name} --help'.`,
  });
}

/** Values of two models must not stand in one run. */
function sameModel(role: string, model: Model, run: RunRecord): void {
  const before = run.registration.models[role];
  if (before !== undefined && contentHash(identityOf(before)) === contentHash(identityOf(model.identity)))
    return;
  throw new CredenceError("model", `${model.reference} is not the ${role} this run was registered with`, {
    where: run.folder,
    fix: "Put the registered model back, or start a new run.",
  });
}

function jsonOf(config: unknown): JsonObject {
  const copy: unknown = JSON.parse(JSON.stringify(config));
  if (!isJsonObject(copy)) throw new Error("a study's config must be an object");
  return copy;
}

function machine(): JsonObject {
  return {
    platform: platform(),
    arch: arch(),
    cores: availableParallelism(),
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    node: process.version,
  };
}
