import type { DatabaseSync } from "node:sqlite";

/** Opens a SQLite database. Some Node versions call the module experimental on first use; that one warning is left out. */
export async function openDatabase(file: string): Promise<DatabaseSync> {
  const emit = process.emitWarning;
  process.emitWarning = () => {};
  try {
    const { DatabaseSync: Database } = await import("node:sqlite");
    return new Database(file);
  } finally {
    process.emitWarning = emit;
  }
}
