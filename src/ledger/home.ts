import { homedir } from "node:os";
import { isAbsolute, join, resolve } from "node:path";

/** Environment variables by name. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The user's data folder, for the register, the index and the response cache: `CREDENCE_HOME`, else the platform's usual
 * place. It need not exist yet.
 */
export function homeFolder(env: Environment, platform: NodeJS.Platform = process.platform): string {
  if (env.CREDENCE_HOME) return resolve(env.CREDENCE_HOME);
  if (platform === "win32") return join(env.APPDATA || join(homedir(), "AppData", "Roaming"), "credence");
  if (platform === "darwin") return join(homedir(), "Library", "Application Support", "credence");
  // The XDG specification has a relative path ignored.
  const data = env.XDG_DATA_HOME ?? "";
  return join(isAbsolute(data) ? data : join(homedir(), ".local", "share"), "credence");
}

/** Rights of folders that hold runs, replies and beliefs: their owner's alone. Transcripts are nobody else's on a shared machine. */
export const privateFolder = 0o700;
