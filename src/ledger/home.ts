import { homedir } from "node:os";
import { join, resolve } from "node:path";

/** What the default folders depend on. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  /** The user's own folder. */
  readonly user: string;
}

/**
 * The user's data folder, which holds the register of credences, the index of runs and the response cache:
 * `CREDENCE_HOME`, or what the platform keeps for application data.
 *
 * @example dataHome() // "/home/ada/.local/share/credence"
 */
export function dataHome(
  { env, platform, user }: Surroundings = { env: process.env, platform: process.platform, user: homedir() },
): string {
  const given = named(env.CREDENCE_HOME);
  if (given !== undefined) return resolve(given);
  if (platform === "darwin") return join(user, "Library", "Application Support", "credence");
  if (platform === "win32") return join(named(env.APPDATA) ?? join(user, "AppData", "Roaming"), "credence");
  return join(named(env.XDG_DATA_HOME) ?? join(user, ".local", "share"), "credence");
}

/** The folder that new runs go to unless another is asked for: `credence-runs` where the command was given. */
export function runsRoot(): string {
  return resolve("credence-runs");
}

function named(value: string | undefined): string | undefined {
  return value === undefined || value === "" ? undefined : value;
}
