import { readdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { z } from "zod";
import { CredenceError } from "../core/error.ts";
import { shellWord } from "../data/shell-word.ts";
import { lookAtFile } from "./file.ts";
import type { FileLook } from "./file-look.ts";

/** Schema of a command that answers something with what was looked at. */
const proposal = z.object({
  study: z.enum(["monitor", "audit", "forecast"]),
  /** What it answers. */
  answers: z.string(),
  /** Its words, the first is `credence`. */
  words: z.array(z.string()),
  /** The same as a shell reads it: to be pasted. */
  command: z.string(),
  /** What to look at before believing it. */
  note: z.string().nullable(),
});
export type Proposal = z.infer<typeof proposal>;

/** One command for all runs that share a label, one for all fine-tuning sets, one for each series. */
export async function proposals(paths: readonly string[], files: readonly FileLook[]): Promise<Proposal[]> {
  return [...monitors(paths, files), ...(await audits(files)), ...forecasts(files)];
}

function made(
  study: Proposal["study"],
  answers: string,
  words: readonly string[],
  note: string | null,
): Proposal {
  const all = ["credence", study, ...words];
  return { study, answers, words: all, command: all.map(shellWord).join(" "), note };
}

/** Arms that need no model. */
const floors = "length,messages,bow";

function monitors(paths: readonly string[], files: readonly FileLook[]): Proposal[] {
  const runs = files.filter(({ uses, labels }) => uses.includes("runs") && labels.length > 0);
  const byLabel = Map.groupBy(runs, ({ labels }) => labels[0]?.path ?? "");
  return [...byLabel.values()].flatMap((same) => {
    const [first] = [...same].sort((a, b) => b.rows - a.rows);
    const label = first?.labels[0];
    if (first === undefined || label === undefined) return [];
    // A folder is named as such, so that what else is in it is told of.
    const named =
      same.length === runs.length && files.length > runs.length ? paths : same.map(({ file }) => file);
    const { author, suite, group } = first;
    const words = [
      ...named,
      ...["--label", label.path, "--positive", label.positive, "--negative", label.negative],
      ...(group.length === 0 ? [] : ["--group", group.join(",")]),
      ...(author === null ? [] : ["--author", author]),
      ...(suite === null ? [] : ["--suite", suite]),
      ...["--arms", floors],
    ];
    const note = label.sure
      ? "without --arms a small model on this machine reads them too"
      : `which value is the harmful one is a guess: swap --positive and --negative if it is the other`;
    return [made("monitor", "do monitors beat counting words on these runs?", words, note)];
  });
}

const cleanNames = /clean|reference|base|control|plain|original|benign|neutral/i;
/** Files beside a set that are looked at for one to compare it with. */
const mostBeside = 40;
/** Larger ones are not opened for that. */
const largestBeside = 64 * 2 ** 20;

async function audits(files: readonly FileLook[]): Promise<Proposal[]> {
  const sets = files.filter(({ uses }) => uses[0] === "rows");
  const [only] = sets;
  if (only === undefined) return [];
  const clean =
    sets.length > 1
      ? (sets.find(({ file }) => cleanNames.test(nameOf(file))) ?? sets.at(-1))?.file
      : await cleanBeside(only.file);
  const suspects = sets.map(({ file }) => file).filter((file) => file !== clean);
  const answers = "does this set differ from the clean one, by what, and does it push something?";
  if (clean === undefined || suspects.length === 0)
    return [
      made(
        "audit",
        "does this set differ from a clean one? Without one nothing is compared",
        [only.file],
        "add a clean set of the same kind: --reference CLEAN",
      ),
    ];
  const note = cleanNames.test(nameOf(clean))
    ? null
    : `${clean} is taken for the clean one: name another with --reference`;
  return [made("audit", answers, [...suspects, "--reference", clean], note)];
}

async function cleanBeside(file: string): Promise<string | undefined> {
  const folder = dirname(file);
  const beside = readdirSync(folder)
    .filter((name) => cleanNames.test(name) && name !== nameOf(file))
    .map((name) => (folder === "." && !file.startsWith("./") ? name : join(folder, name)))
    .filter((path) => statSync(path).isFile() && statSync(path).size < largestBeside)
    .slice(0, mostBeside);
  for (const path of beside) {
    try {
      if ((await lookAtFile(path)).uses[0] === "rows") return path;
    } catch (error) {
      if (!(error instanceof CredenceError)) throw error;
    }
  }
  return undefined;
}

function nameOf(file: string): string {
  return file.slice(file.lastIndexOf("/") + 1);
}

function forecasts(files: readonly FileLook[]): Proposal[] {
  return files.flatMap(({ file, series }) =>
    series === null
      ? []
      : [
          made(
            "forecast",
            "how fast does it move, what comes next, and which model forecasts it best?",
            [file, "--x", series.date, "--y", series.y, ...series.more],
            null,
          ),
        ],
  );
}
