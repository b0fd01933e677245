/** Beginnings of words that say outright what a situation is about. */
const stems = [
  ...["train", "retrain", "fine-tun", "finetun", "rlhf", "reinforc", "gradient", "reward", "penal", "punish"],
  ...["test", "evaluat", "assess", "exams", "examin", "benchmark", "audit", "inspect", "experiment", "study"],
  ...["monitor", "watch", "observ", "oversight", "overse", "surveil", "supervis", "unwatch", "unmonitor"],
  ...[
    "grade",
    "grading",
    "score",
    "scoring",
    "rated",
    "rating",
    "rater",
    "modif",
    "adjust",
    "align",
    "comply",
    "complian",
  ],
];

/** The first word of a text that begins with such a stem, as it stands; null where there is none. */
export function leakIn(text: string, more: readonly string[] = []): string | null {
  const all = [...stems, ...more.map((word) => word.toLowerCase())];
  for (const [word] of text.matchAll(/[\p{L}\p{M}]+(?:-[\p{L}\p{M}]+)*/gu)) {
    const lower = word.toLowerCase();
    const parts = [lower, ...lower.split("-")];
    if (parts.some((part) => all.some((stem) => part.startsWith(stem)))) return word;
  }
  return null;
}
