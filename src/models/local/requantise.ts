import { createHash } from "node:crypto";
import { renameSync, rmSync } from "node:fs";
import { basename, dirname } from "node:path";
import { CredenceError } from "../../core/error.ts";
import { sha256OfFile } from "../files/file-hash.ts";
import type { LocalModelFile } from "../files/local-file.ts";
import { onceMade } from "../files/one-at-a-time.ts";
import { pinnedHash } from "../files/pins.ts";
import { libllama, release } from "./libllama.ts";

/** Formats that a model's weights can be written in anew, with libllama's number of each: 8 and 4 bits a weight. */
export const formats: Readonly<Record<string, number>> = { q8_0: 7, q4_0: 2 };

/** Where a model file's weights in another format lie. */
export function requantisedPath(source: string, format: string): string {
  return `${source.replace(/\.gguf$/i, "")}.${format}.gguf`;
}

/**
 * A model file with its weights in another format, made by libllama once and kept beside it. What is made is another model: its identity is
 * the source's hash with the recipe, so that results of two formats are never mixed. The made file's own hash is pinned when it is made, and
 * checked whenever it is used.
 *
 * @param format one of `formats`
 * @throws CredenceError `model` where libllama cannot make it, or the file is not the one that was made
 */
export async function requantised(
  source: LocalModelFile,
  format: string,
  onProgress: (fraction: number, doing: string) => void = () => {},
): Promise<LocalModelFile> {
  const kind = formats[format];
  if (kind === undefined) {
    throw new CredenceError("usage", `no format is called '${format}'`, {
      fix: `There are ${Object.keys(formats).join(" and ")}: ${source.name}@${Object.keys(formats)[0]}.`,
    });
  }
  const path = requantisedPath(source.path, format);
  const recipe = `${source.sha256} as ${format} by libllama ${release}`;
  await onceMade(path, () => make(source.path, path, kind, `making ${basename(path)}`, onProgress));
  await pinnedHash(path, dirname(path), recipe, "made");
  return {
    ...{ path, name: `${source.name}@${format}`, reference: `${source.reference}@${format}` },
    sha256: createHash("sha256").update(recipe).digest("hex"),
  };
}

async function make(
  source: string,
  target: string,
  kind: number,
  doing: string,
  onProgress: (fraction: number, doing: string) => void,
): Promise<void> {
  onProgress(0, doing);
  const part = `${target}.${process.pid}.part`;
  try {
    const code = await (await libllama()).quantize(source, part, kind);
    if (code !== 0) {
      throw new CredenceError("model", `libllama could not write the weights anew (${code})`, {
        where: source,
        fix: "Use the model as it is, without @FORMAT.",
      });
    }
    // Read once before it gets its name: a full disk shows here.
    await sha256OfFile(part);
    renameSync(part, target);
    onProgress(1, doing);
  } finally {
    rmSync(part, { force: true });
  }
}
