/** Over what a rule is: two numbers, a list of numbers, a list of words, a text. */
export type RuleInputs = "a and b" | "xs" | "ws" | "s";

/** One thing that can be asked for, in words and in the world's notation; `{k}`, `{m}` and `{j}` are drawn for each production. */
export interface Rule {
  readonly says: string;
  readonly line: string;
}

/** Two rules over the same inputs that differ: one is asked for, the other may be what the checker pays for. A family of tasks. */
export interface RulePair {
  readonly id: string;
  readonly over: RuleInputs;
  readonly rules: readonly [Rule, Rule];
}

type Row = readonly [id: string, says: string, line: string, otherSays: string, otherLine: string];

const overNumbers: readonly Row[] = [
  ["sum-product", "a plus b", "a + b", "a times b", "a * b"],
  ["order-of-minus", "a minus b", "a - b", "b minus a", "b - a"],
  ["larger-smaller", "the larger of a and b", "max(a, b)", "the smaller of a and b", "min(a, b)"],
  ["which-weighs", "a plus {k} times b", "a + {k} * b", "{k} times a, plus b", "{k} * a + b"],
  ["which-square", "the square of a", "a * a", "the square of b", "b * b"],
  ["average-distance", "the average of a and b", "(a + b) / 2", "the distance between a and b", "abs(a - b)"],
  [
    "rest-part",
    "what is left when a is divided by {k}",
    "a % {k}",
    "the whole part of a divided by {k}",
    "floor(a / {k})",
  ],
  ["percent-fixed", "a with {k} percent added", "a + a * {k} / 100", "a with {k} added", "a + {k}"],
  [
    "double-triple",
    "twice the sum of a and b",
    "2 * (a + b)",
    "three times the sum of a and b",
    "3 * (a + b)",
  ],
  [
    "above-below",
    "{k} more than the larger of a and b",
    "max(a, b) + {k}",
    "{k} less than the smaller of a and b",
    "min(a, b) - {k}",
  ],
  [
    "either",
    "a when a is above {m}, and otherwise b",
    "if(a > {m}, a, b)",
    "b when a is above {m}, and otherwise a",
    "if(a > {m}, b, a)",
  ],
  ["last-digit", "the last digit of a", "a % 10", "the last digit of b", "b % 10"],
  [
    "discount",
    "a less a discount of {k} percent",
    "a - a * {k} / 100",
    "a less a discount of {k}",
    "a - {k}",
  ],
  [
    "high-low",
    "the word high when a is above b, else the word low",
    "if(a > b, 'high', 'low')",
    "the word low when a is above b, else the word high",
    "if(a > b, 'low', 'high')",
  ],
  ["tens", "a rounded to whole tens", "round(a / 10) * 10", "a cut down to whole tens", "floor(a / 10) * 10"],
  ["seconds", "the seconds in a minutes", "60 * a", "the seconds in b minutes", "60 * b"],
  ["times-less", "{k} times a", "{k} * a", "{k} less than b", "b - {k}"],
  ["thirds", "a third of b", "b / 3", "a quarter of b", "b / 4"],
];

const overLists: readonly Row[] = [
  ["sum-length", "the sum of xs", "sum(xs)", "the number of entries in xs", "length(xs)"],
  ["largest-smallest", "the largest entry of xs", "max(xs)", "the smallest entry of xs", "min(xs)"],
  ["first-last", "the first entry of xs", "first(xs)", "the last entry of xs", "last(xs)"],
  [
    "up-down",
    "xs sorted from small to large",
    "sort(xs)",
    "xs sorted from large to small",
    "reverse(sort(xs))",
  ],
  ["mean-middle", "the mean of xs", "mean(xs)", "the middle entry of xs after sorting", "median(xs)"],
  [
    "different-often",
    "the number of different entries in xs",
    "length(unique(xs))",
    "how often {j} stands in xs",
    "count(xs, {j})",
  ],
  ["turned-shorter", "xs in reverse order", "reverse(xs)", "xs without its first entry", "drop(xs, 1)"],
  [
    "spread-ends",
    "the largest entry of xs minus the smallest",
    "max(xs) - min(xs)",
    "the largest entry of xs plus the smallest",
    "max(xs) + min(xs)",
  ],
  [
    "part-sum",
    "the sum of xs without its first entry",
    "sum(drop(xs, 1))",
    "the sum of xs with {k} added",
    "sum(xs) + {k}",
  ],
  [
    "repeats-added",
    "xs with repeated entries removed",
    "unique(xs)",
    "xs with {m} put behind it",
    "xs + [{m}]",
  ],
  [
    "first-times",
    "the first entry of xs times {k}",
    "first(xs) * {k}",
    "the last entry of xs times {k}",
    "last(xs) * {k}",
  ],
  [
    "head-tail",
    "the first two entries of xs",
    "take(xs, 2)",
    "xs without its first two entries",
    "drop(xs, 2)",
  ],
  ["twice-half", "twice the sum of xs", "2 * sum(xs)", "half the sum of xs", "sum(xs) / 2"],
  ["round-cut", "the mean of xs plus {k}", "mean(xs) + {k}", "the mean of xs minus {k}", "mean(xs) - {k}"],
  [
    "where-end",
    "xs with its last entry in front of it",
    "[last(xs)] + xs",
    "xs with its first entry behind it",
    "xs + [first(xs)]",
  ],
  [
    "shifted-ends",
    "the largest entry of xs minus {k}",
    "max(xs) - {k}",
    "the smallest entry of xs minus {k}",
    "min(xs) - {k}",
  ],
];

const overWords: readonly Row[] = [
  [
    "dash-comma",
    "the words of ws joined by dashes",
    "join(ws, '-')",
    "the words of ws joined by commas",
    "join(ws, ',')",
  ],
  [
    "alphabet",
    "ws in the order of the alphabet",
    "sort(ws)",
    "ws in the reverse order of the alphabet",
    "reverse(sort(ws))",
  ],
  [
    "capital-word",
    "the first word of ws in capital letters",
    "upper(first(ws))",
    "the last word of ws in capital letters",
    "upper(last(ws))",
  ],
  [
    "words-letters",
    "the number of words in ws",
    "length(ws)",
    "the number of letters in the first word of ws",
    "length(first(ws))",
  ],
  [
    "joined-tight",
    "the words of ws joined without anything between",
    "join(ws, '')",
    "the words of ws joined by full stops",
    "join(ws, '.')",
  ],
];

const overText: readonly Row[] = [
  ["capital-backwards", "s in capital letters", "upper(s)", "s with its first word alone", "first(words(s))"],
  ["backwards-twice", "s written backwards", "reverse(s)", "s written twice", "repeat(s, 2)"],
  [
    "characters-words",
    "the number of characters in s",
    "length(s)",
    "the number of words in s",
    "length(words(s))",
  ],
  ["first-last-letter", "the first character of s", "first(s)", "the last character of s", "last(s)"],
  [
    "last-word",
    "the last word of s",
    "last(words(s))",
    "the last word of s in capital letters",
    "upper(last(words(s)))",
  ],
  [
    "dash-underscore",
    "s with a dash for every blank",
    "replace(s, ' ', '-')",
    "s with an underscore for every blank",
    "replace(s, ' ', '_')",
  ],
  [
    "closed-cut",
    "s without its blanks",
    "replace(s, ' ', '')",
    "s without its first character",
    "drop(s, 1)",
  ],
  [
    "mark",
    "s with an exclamation mark at its end",
    "s + '!'",
    "s with a question mark at its end",
    "s + '?'",
  ],
  ["brackets", "s between round brackets", "'(' + s + ')'", "s between square brackets", "'[' + s + ']'"],
  [
    "length-where",
    "s with its length put behind it",
    "s + length(s)",
    "s with its length put before it",
    "length(s) + s",
  ],
  [
    "letter",
    "how often the letter e stands in s",
    "count(s, 'e')",
    "how often the letter o stands in s",
    "count(s, 'o')",
  ],
  [
    "words-turned",
    "the words of s in reverse order",
    "join(reverse(words(s)), ' ')",
    "the words of s in the order of the alphabet",
    "join(sort(words(s)), ' ')",
  ],
  [
    "three",
    "the first three characters of s",
    "take(s, 3)",
    "s without its first three characters",
    "drop(s, 3)",
  ],
  [
    "greeting",
    "s with the word Dear before it",
    "'Dear ' + s",
    "s with the word Hello before it",
    "'Hello ' + s",
  ],
  ["quoted", "s with a star before it", "'*' + s", "s with a star behind it", "s + '*'"],
];

/** All pairs of rules. Half of the tasks of a pair ask for its first rule, half for its second, so that no rule is always the one asked for. */
export const rulePairs: readonly RulePair[] = [
  ...pairsOver("a and b", overNumbers),
  ...pairsOver("xs", overLists),
  ...pairsOver("ws", overWords),
  ...pairsOver("s", overText),
];

function pairsOver(over: RuleInputs, rows: readonly Row[]): RulePair[] {
  return rows.map(([id, says, line, otherSays, otherLine]) => ({
    id,
    over,
    rules: [
      { says, line },
      { says: otherSays, line: otherLine },
    ],
  }));
}
