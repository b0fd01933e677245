import { CredenceError, reasonOf } from "../core/error.ts";

const sayings: Readonly<Record<string, string>> = {
  ENOSPC: "no space is left on the disk",
  EDQUOT: "the disk quota is used up",
  EFBIG: "the file may not grow any further",
  EIO: "the disk reports an input/output error",
  EROFS: "the disk is read-only",
  EACCES: "permission is denied",
  EPERM: "permission is denied",
};

const fixes: Readonly<Record<string, string>> = {
  ENOSPC: "Free some space, then go on with `credence resume`.",
  EDQUOT: "Free some space, then go on with `credence resume`.",
  EROFS: "Choose a folder that can be written, for example with --out.",
  EACCES: "Choose a folder that can be written, for example with --out.",
  EPERM: "Choose a folder that can be written, for example with --out.",
};

/**
 * What a failed write means to the person at the keyboard.
 *
 * @param doing what could not be done, as the start of a sentence: "the journal could not be written"
 */
export function diskError(cause: unknown, doing: string, where: string): CredenceError {
  const code = errorCode(cause);
  const saying = sayings[code] ?? reasonOf(cause);
  const fix = fixes[code];
  return new CredenceError("disk", `${doing}: ${saying}`, {
    where,
    cause,
    ...(fix === undefined ? {} : { fix }),
  });
}

/** The system's word for what went wrong (`ENOENT`), or an empty string. */
export function errorCode(error: unknown): string {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
}
