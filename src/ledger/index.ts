import { existsSync, mkdirSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { z } from "zod";
import { CredenceError } from "../core/error.ts";
import { contentHash, type Json } from "../core/json.ts";
import type { JournalWrites } from "./journal.ts";
import type { Ledger, Registration, RunRecord, RunSummary } from "./ledger.ts";
import { openRegister } from "./register.ts";
import { createRunFolder, openRunFolder } from "./run-folder.ts";
import { openRunIndex } from "./run-index.ts";

/** Where a ledger keeps things. */
export interface LedgerOptions {
  /** Folder in which new runs get a folder of their own. */
  readonly root: string;
  /** The user's data folder: index and register. */
  readonly home: string;
  /** Stands between journal and disk, in tests. */
  readonly journalWrites?: (writes: JournalWrites) => JournalWrites;
}

const verdictsOf = z.object({ study: z.string(), claims: z.array(z.object({ id: z.string(), verdict: z.string() })) });

/** The ledger on folders, with an index over them in the user's data folder. */
export async function openLedger({ root, home, journalWrites }: LedgerOptions): Promise<Ledger> {
  mkdirSync(home, { recursive: true });
  const { index, fresh } = await openRunIndex(join(home, "index.sqlite"));

  const put = async (run: RunRecord): Promise<void> => index.put(await summaryOf(run));
  const rebuild = async (): Promise<number> => {
    index.clear();
    const folders = new Set([...runFoldersIn(root), ...openRegister(home).runFolders()]);
    for (const folder of folders) {
      if (!existsSync(join(folder, "outcomes.jsonl"))) continue;
      const run = await openRunFolder(folder, "read", put);
      await put(run);
      await run.close();
    }
    return index.all().length;
  };
  /** Runs that came here by another way than this program: moved, copied, unpacked. */
  const takeIn = async (): Promise<void> => {
    const known = new Set(index.all().map(({ folder }) => folder));
    for (const folder of runFoldersIn(root)) {
      if (known.has(folder) || !existsSync(join(folder, "outcomes.jsonl"))) continue;
      const run = await openRunFolder(folder, "read", put);
      await put(run);
      await run.close();
    }
  };
  if (fresh) await rebuild();

  const list = async (): Promise<readonly RunSummary[]> => {
    await takeIn();
    return index.all().filter(({ folder }) => existsSync(join(folder, "run.json")));
  };
  return {
    create: async (registration, { out }) => {
      const folder = out === null ? freshFolder(root, registration) : resolve(out);
      await createRunFolder(folder, registration);
      const run = await openRunFolder(folder, "write", put, journalWrites);
      await put(run);
      return run;
    },
    open: async (name, mode) => openRunFolder(await find(name, list), mode, put, journalWrites),
    list,
    rebuildIndex: rebuild,
    close: () => index.close(),
  };
}

async function find(name: string, list: () => Promise<readonly RunSummary[]>): Promise<string> {
  const here = resolve(name);
  if (existsSync(join(here, "run.json"))) return here;
  const found = (await list()).filter(
    ({ id, folder }) => (name.length >= 3 && id.startsWith(name)) || folder.split(/[\\/]/).at(-1) === name,
  );
  const [only] = found;
  if (only !== undefined && found.length === 1) return only.folder;
  throw new CredenceError(
    "input",
    found.length === 0 ? `no run called '${name}'` : `'${name}' could be ${found.map(({ id }) => id).join(" or ")}`,
    { fix: "List the runs with 'credence runs' and give a folder or at least three letters of an id." },
  );
}

function runFoldersIn(root: string): string[] {
  if (!existsSync(root)) return [];
  return readdirSync(root)
    .map((name) => join(resolve(root), name))
    .filter((folder) => existsSync(join(folder, "run.json")));
}

function freshFolder(root: string, registration: Registration): string {
  const copy: Json = JSON.parse(JSON.stringify(registration));
  const base = join(
    resolve(root),
    `${registration.study}-${registration.at.slice(0, 10).replaceAll("-", "")}-${contentHash(copy).slice(0, 6)}`,
  );
  for (let number = 1; ; number++) {
    const folder = number === 1 ? base : `${base}-${number}`;
    if (!existsSync(folder)) return folder;
  }
}

async function summaryOf(run: RunRecord): Promise<RunSummary> {
  const findings = await run.readFile("findings.json");
  const parsed = findings === undefined ? null : verdictsOf.safeParse(JSON.parse(findings)).data;
  return {
    id: run.id,
    folder: run.folder,
    study: run.registration.study,
    status: run.status,
    at: run.registration.at,
    models: [...new Set(Object.values(run.registration.models).map(({ reference }) => reference))],
    verdicts: Object.fromEntries((parsed?.claims ?? []).map(({ id, verdict }) => [`${parsed?.study}/${id}`, verdict])),
  };
}
