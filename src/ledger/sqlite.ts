import type { DatabaseSync } from "node:sqlite";

/**
 * Opens a SQLite database and begins to use it; where that fails it is closed again. Some Node versions call the module
 * experimental on first use; that one warning is left out.
 */
export async function openDatabase<Used>(file: string, use: (database: DatabaseSync) => Used): Promise<Used> {
  loading ??= loadQuietly();
  const sqlite = await loading;
  const database = new sqlite.DatabaseSync(file);
  try {
    return use(database);
  } catch (error) {
    database.close();
    throw error;
  }
}

/** SQLite's number for what went wrong (extended codes cut to their family), or null when the error is not SQLite's. */
export function sqliteError(error: unknown): number | null {
  return error instanceof Error && "errcode" in error && typeof error.errcode === "number"
    ? error.errcode & 0xff
    : null;
}

/** Another connection holds the lock. */
export const sqliteBusy = 5;

/** Is the file a broken database, or none at all? */
export function isDamaged(error: unknown): boolean {
  const code = sqliteError(error);
  return code === 11 || code === 26;
}

let loading: Promise<typeof import("node:sqlite")> | null = null;

async function loadQuietly(): Promise<typeof import("node:sqlite")> {
  const emit = process.emitWarning;
  process.emitWarning = (...args: unknown[]): void => {
    const [warning] = args;
    const text = warning instanceof Error ? warning.message : String(warning);
    if (!text.startsWith("SQLite is an experimental feature")) Reflect.apply(emit, process, args);
  };
  try {
    return await import("node:sqlite");
  } finally {
    process.emitWarning = emit;
  }
}
