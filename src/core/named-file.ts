import { readFileSync } from "node:fs";
import { CredenceError } from "./error.ts";

/**
 * The text of a small file that a person named.
 *
 * @param what it is, such as `config file`
 * @param fix what to do where it cannot be read
 * @throws CredenceError `input` naming the file
 */
export function readNamed(file: string, what: string, fix = "Check the path."): string {
  try {
    return readFileSync(file, "utf8");
  } catch (cause) {
    throw new CredenceError("input", `the ${what} cannot be read`, { where: file, fix, cause });
  }
}
