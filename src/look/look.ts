import { CredenceError } from "../core/error.ts";
import { filesIn } from "../data/files.ts";
import { lookAtFile } from "./file.ts";
import type { FileLook } from "./file-look.ts";
import { type Proposal, proposals } from "./proposals.ts";

/** What `credence look --json` prints. */
export interface Look {
  readonly files: readonly FileLook[];
  readonly commands: readonly Proposal[];
}

/**
 * Looks at files and folders without a model: what each is, and which commands answer something with it.
 *
 * @throws CredenceError `input` where a path is not there
 * @example const { files, commands } = await lookAt(["runs.jsonl"]);
 */
export async function lookAt(paths: readonly string[]): Promise<Look> {
  const files: FileLook[] = [];
  for (const { file } of filesIn(paths)) {
    try {
      files.push(await lookAtFile(file));
    } catch (error) {
      if (!(error instanceof CredenceError)) throw error;
      files.push(unreadable(file, error));
    }
  }
  return { files, commands: await proposals(paths, files) };
}

function unreadable(file: string, { message, fix }: CredenceError): FileLook {
  return {
    ...{ file, bytes: 0, container: null, uses: [], rows: 0, first: [], fields: [], labels: [] },
    ...{
      author: null,
      suite: null,
      group: [],
      series: null,
      copies: 0,
      findings: [],
      sample: null,
      notes: [],
    },
    why: fix === undefined ? message : `${message}. ${fix}`,
  };
}
