import { existsSync, mkdirSync, readdirSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { CredenceError, reasonOf } from "../core/error.ts";
import { contentHash, type Json } from "../core/json.ts";
import { diskError, errorCode } from "./disk-error.ts";
import type { JournalWrites } from "./group-commit.ts";
import { privateFolder } from "./home.ts";
import type { Ledger, Registration, RunSummary } from "./ledger.ts";
import { openRegister } from "./register.ts";
import { createRun, openRun, type RunSurroundings } from "./run-folder.ts";
import { openRunIndex } from "./run-index.ts";
import { summaryOf } from "./run-summary.ts";

/** Where a ledger keeps things. */
export interface LedgerOptions {
  /** Folder in which new runs get a folder of their own. */
  readonly root: string;
  /** The user's data folder: index and register. */
  readonly home: string;
  readonly clock?: () => Date;
  /** Takes what a person should know but no command fails for: an index made anew, a run that cannot be read. */
  readonly note?: (text: string) => void;
  /** Stands between journal and disk, in tests. */
  readonly journalWrites?: (writes: JournalWrites) => JournalWrites;
}

/** The ledger on folders, with an index over them in the user's data folder. */
export async function openLedger({
  root,
  home,
  journalWrites,
  clock = () => new Date(),
  note = () => {},
}: LedgerOptions): Promise<Ledger> {
  const { index, fresh, note: indexNote } = await openRunIndex(join(home, "index.sqlite"));
  if (indexNote !== null) note(indexNote);

  /** A run must not fail because it could not be listed. */
  const take = async (folder: string): Promise<void> => {
    try {
      index.put(await summaryOf(folder));
    } catch (error) {
      note(`${folder} is not in the list of runs: ${reasonOf(error)}`);
    }
  };
  const around: RunSurroundings = {
    clock,
    onChange: ({ folder }) => take(folder),
    ...(journalWrites === undefined ? {} : { journalWrites }),
  };
  const rebuild = async (): Promise<number> => {
    const known = new Set([...runFoldersIn(root), ...registered(home, note)]);
    index.clear();
    for (const folder of known) if (holdsRun(folder)) await take(folder);
    return index.all().length;
  };
  if (fresh) await rebuild();

  const list = async (): Promise<readonly RunSummary[]> => {
    const known = new Set(index.all().map(({ folder }) => folder));
    // Runs that came here by another way than this program: moved, copied, unpacked.
    for (const folder of runFoldersIn(root)) if (!known.has(folder)) await take(folder);
    return index.all().filter(({ folder }) => holdsRun(folder));
  };
  return {
    create: async (registration, { out }) => {
      const folder = out === null ? freshFolder(root, registration) : resolve(out);
      const run = await createRun(folder, registration, around);
      await take(folder);
      return run;
    },
    open: async (name, mode) => {
      const run = await openRun(await find(name, list), mode, around);
      if (mode === "write") await take(run.folder);
      return run;
    },
    list,
    rebuildIndex: rebuild,
    close: () => index.close(),
  };
}

async function find(name: string, list: () => Promise<readonly RunSummary[]>): Promise<string> {
  const here = resolve(name);
  if (holdsRun(here)) return here;
  const found = (await list()).filter(
    ({ id, folder }) =>
      (name.length >= 3 && (id.startsWith(name) || name.startsWith(id))) || basename(folder) === name,
  );
  const [only] = found;
  if (only !== undefined && found.length === 1) return only.folder;
  throw new CredenceError(
    "input",
    found.length === 0
      ? `no run called '${name}'`
      : `'${name}' could be ${found.map(({ id, folder }) => `${id} (${folder})`).join(" or ")}`,
    { fix: "List the runs with 'credence runs' and give a folder or at least three letters of an id." },
  );
}

function holdsRun(folder: string): boolean {
  return existsSync(join(folder, "run.json"));
}

function runFoldersIn(root: string): string[] {
  if (!existsSync(root)) return [];
  return readdirSync(root)
    .map((name) => join(resolve(root), name))
    .filter(holdsRun);
}

function registered(home: string, note: (text: string) => void): readonly string[] {
  try {
    return openRegister(home).runFolders();
  } catch (error) {
    note(`runs outside this folder are left out: ${reasonOf(error)}`);
    return [];
  }
}

/** Makes a folder that no other process has, named after study, day and the registration's hash. */
function freshFolder(root: string, registration: Registration): string {
  const copy: Json = JSON.parse(JSON.stringify(registration));
  const day = registration.at.slice(0, 10).replaceAll("-", "");
  const base = join(resolve(root), `${registration.study}-${day}-${contentHash(copy).slice(0, 6)}`);
  for (let number = 1; ; number++) {
    const folder = number === 1 ? base : `${base}-${number}`;
    try {
      mkdirSync(resolve(root), { recursive: true });
      mkdirSync(folder, { mode: privateFolder });
      return folder;
    } catch (error) {
      if (errorCode(error) !== "EEXIST")
        throw diskError(error, "the folder for the run cannot be made", folder);
    }
  }
}
