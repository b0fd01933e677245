import { runText } from "../../../data/transcript.ts";
import { prevalenceScores } from "../../../stats/resampling/folds.ts";
import { naiveBayes } from "../../../stats/text/naive-bayes.ts";
import type { MonitorRow, Part } from "../row.ts";

/** Trains on some rows and scores the others: `fold` says which rows are held out together; rows of fold -1 are left out. */
type Scored = (positive: ArrayLike<number>, fold: ArrayLike<number>) => Float64Array;

/** A floor that learns from other runs' labels, the rows read once for several ways to fold them. */
interface TrainedFloor {
  /** Without the prevalence of what taught it, so that it is no lower where positives are many. */
  readonly scored: Scored;
  /** As the literature has it, and as other tools compute it. */
  readonly usual: Scored;
}

/** A trivial rival: a score that needs no model. A monitor that loses to one must look like one. A new one is a new object in the list. */
export interface FloorArm {
  readonly id: string;
  readonly title: string;
  readonly about: string;
  /** The mapping it cannot do without. */
  readonly needs?: "author";
  /** What it cannot tell apart within: there its scores differ by the folds alone, so no figure is given. */
  readonly constantWithin?: Part;
  /** What is said of runs that it tells apart nearly always, before its AUROC. */
  readonly easy?: string;
  /** Its scores; how they are made, where it learns from other runs' labels; or why it has none. */
  readonly scores: (rows: readonly MonitorRow[]) => Float64Array | TrainedFloor | string;
}

const length: FloorArm = {
  id: "length",
  title: "length",
  about: "characters of the run's text",
  scores: (rows) => Float64Array.from(rows, ({ run }) => codePoints(runText(run))),
};

const messages: FloorArm = {
  id: "messages",
  title: "messages",
  about: "number of messages",
  scores: (rows) => Float64Array.from(rows, ({ run }) => run.messages.length),
};

const bow: FloorArm = {
  id: "bow",
  title: "bag of words",
  about: "naive Bayes on the run's words, trained on the other folds, without their prevalence",
  easy: "A count of words alone tells the classes apart",
  scores: (rows) => {
    const { odds, ratios, read } = naiveBayes(rows.values().map(({ run }) => runText(run)));
    if (read < rows.length / 2) return `only ${read} of ${rows.length} runs hold a word that can be read`;
    // Where the other folds hold one class only the log odds are infinite, which neither sorts nor averages.
    const finite = (score: number): number => Math.max(-1e9, Math.min(1e9, score));
    return { scored: ratios, usual: (positive, fold) => odds(positive, fold).map(finite) };
  },
};

const author: FloorArm = {
  id: "author",
  title: "author",
  about: "share of positives among the same author's runs in the other folds",
  needs: "author",
  constantWithin: "author",
  scores: (rows) => {
    const authors = rows.map((row) => row.author ?? "");
    if (new Set(authors).size < 2) return "all runs have one author";
    const scored: Scored = (positive, fold) => prevalenceScores(authors, positive, fold);
    return { scored, usual: scored };
  },
};

/** All floors, in the order of the tables. */
export const floorArms: readonly FloorArm[] = [length, messages, bow, author];

/** Unicode characters, not UTF-16 units: an emoji counts once. */
function codePoints(text: string): number {
  return text.length - (text.match(/[\ud800-\udbff][\udc00-\udfff]/g)?.length ?? 0);
}
