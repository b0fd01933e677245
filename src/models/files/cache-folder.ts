import { homedir } from "node:os";
import { join } from "node:path";
import type { OpenOptions } from "../model.ts";

/** Folder of model files: as asked for, `CREDENCE_CACHE`, or the platform's usual place for caches. */
export function modelFolder(
  options: Pick<OpenOptions, "cacheFolder" | "env">,
  platform: NodeJS.Platform = process.platform,
): string {
  const env = options.env ?? {};
  const base =
    options.cacheFolder ??
    env.CREDENCE_CACHE ??
    (platform === "win32"
      ? join(env.LOCALAPPDATA ?? join(homedir(), "AppData", "Local"), "credence")
      : platform === "darwin"
        ? join(homedir(), "Library", "Caches", "credence")
        : join(env.XDG_CACHE_HOME ?? join(env.HOME ?? homedir(), ".cache"), "credence"));
  return join(base, "models");
}
