import type { DatabaseSync } from "node:sqlite";

/** SQLite's own number for what went wrong, or null when the error is not SQLite's. */
export function sqliteErrorCode(error: unknown): number | null {
  return error instanceof Error && "errcode" in error && typeof error.errcode === "number" ? error.errcode : null;
}

/** Another connection holds the lock. */
export const sqliteBusy = 5;

const damagedCodes = new Set([11, 26]);

/** Is the file no database, or a broken one? */
export function isDamaged(error: unknown): boolean {
  const code = sqliteErrorCode(error);
  return code !== null && damagedCodes.has(code & 0xff);
}

/** Opens a database file. Some versions of Node warn that SQLite is experimental: that one warning is not passed on. */
export async function openDatabase(path: string): Promise<DatabaseSync> {
  const { DatabaseSync } = await withoutWarning(() => import("node:sqlite"));
  return new DatabaseSync(path);
}

async function withoutWarning<T>(load: () => Promise<T>): Promise<T> {
  const emitWarning = process.emitWarning;
  process.emitWarning = (...args: unknown[]): void => {
    const [warning] = args;
    const text = warning instanceof Error ? warning.message : String(warning);
    if (!text.startsWith("SQLite is an experimental feature")) Reflect.apply(emitWarning, process, args);
  };
  try {
    return await load();
  } finally {
    process.emitWarning = emitWarning;
  }
}
