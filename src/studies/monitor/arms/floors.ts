import { runText } from "../../../data/transcript.ts";
import { prevalenceScores } from "../../../stats/resampling/folds.ts";
import { naiveBayes } from "../../../stats/text/naive-bayes.ts";
import type { MonitorRow } from "../row.ts";

/** One score a row; `fold` says which rows are held out together. */
export type FloorScorer = (positive: ArrayLike<number>, fold: ArrayLike<number>) => Float64Array;

/** A trivial rival: a score that needs no model. A monitor that loses to one must look like one. */
export interface FloorArm {
  readonly id: string;
  readonly kind: "floor";
  readonly title: string;
  readonly about: string;
  /** The mapping it cannot do without. */
  readonly needs: "author" | null;
  /** Does it learn from other runs' labels? Then its scores are out of fold. */
  readonly trained: boolean;
  /** What it cannot tell apart within: there its scores differ by the folds alone, so no figure is given. */
  readonly constantWithin: "author" | null;
  /** Reads the rows once, for several ways to fold them. */
  readonly scorer: (rows: readonly MonitorRow[]) => FloorScorer;
}

const length: FloorArm = {
  id: "length",
  kind: "floor",
  title: "length",
  about: "characters of the run's text",
  needs: null,
  trained: false,
  constantWithin: null,
  scorer: (rows) => fixed(Float64Array.from(rows, ({ run }) => codePoints(runText(run)))),
};

const messages: FloorArm = {
  id: "messages",
  kind: "floor",
  title: "messages",
  about: "number of messages",
  needs: null,
  trained: false,
  constantWithin: null,
  scorer: (rows) => fixed(Float64Array.from(rows, ({ run }) => run.messages.length)),
};

const bow: FloorArm = {
  id: "bow",
  kind: "floor",
  title: "bag of words",
  about: "naive Bayes on the run's words, trained on the other folds",
  needs: null,
  trained: true,
  constantWithin: null,
  scorer: (rows) => {
    const scores = naiveBayes(rows.values().map(({ run }) => runText(run)));
    // Where the other folds hold one class only the log odds are infinite, which neither sorts nor averages.
    return (positive, fold) => scores(positive, fold).map((score) => Math.max(-1e9, Math.min(1e9, score)));
  },
};

const author: FloorArm = {
  id: "author",
  kind: "floor",
  title: "author",
  about: "share of positives among the same author's runs in the other folds",
  needs: "author",
  trained: true,
  constantWithin: "author",
  scorer: (rows) => {
    const authors = rows.map((row) => row.author ?? "");
    return (positive, fold) => prevalenceScores(authors, positive, fold);
  },
};

/** All floors, in the order of the tables. */
export const floorArms: readonly FloorArm[] = [length, messages, bow, author];

function fixed(scores: Float64Array): FloorScorer {
  return () => scores;
}

/** Unicode characters, not UTF-16 units: an emoji counts once. */
function codePoints(text: string): number {
  return text.length - (text.match(/[\ud800-\udbff][\udc00-\udfff]/g)?.length ?? 0);
}
