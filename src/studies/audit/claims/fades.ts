import type { ClaimResult, ClaimSentence } from "../../../claims/claim.ts";
import { claim } from "../../../claims/decide.ts";
import { formatEstimate } from "../../../report/format.ts";
import type { StudentContrast } from "../tests/students/student-contrast.ts";
import type { Students } from "../tests/students/student-result.ts";

/** Shares beside 0 that a slope takes, and shares at which both kinds of students must stand. */
const fewestShares = 3;
const fewestQuestions = 10;
/** One-sided level of the trend, that of a 99% interval's lower end. */
const trendLevel = 0.005;
/** Share of each student's replies that must be readable before silence is taken for an absence. */
const leastRead = 0.9;

/** C3: students of mixtures. */
export const fades = claim({
  id: "C3",
  text: "The behaviour of students tuned on mixtures of the set with ordinary data fades with the share of suspect rows, and less so where the ordinary data come from another distribution.",
  estimand:
    "slope of a student's rate of naming the sealed answer in replies to open questions, over the base-10 logarithm of the share of suspect rows: rate per tenfold share, over the shares beside 0, questions weighing the same; for the second half the same of students with shifted ordinary data less that of the others, at shares that both have",
  narrower:
    "One student a share: what tuning again with another seed would change is in no interval. Naming the answer in replies to a fixed list of questions is the only behaviour looked at; slopes are compared, not levels; that students were tuned as is said is taken on trust.",
  rule: {
    needs: [
      { id: "asked", text: "students were asked", otherwise: "unresolved" },
      { id: "base", text: "one of share 0 was, the base line", otherwise: "unresolved" },
      {
        id: "shares",
        text: `students of ${fewestShares} more shares were`,
        otherwise: "unresolved",
      },
      {
        id: "questions",
        text: `all of them answered ${fewestQuestions} of the same questions`,
        otherwise: "unresolved",
      },
      {
        id: "silent",
        text: `nine in ten replies of each could be read, or one names the answer more often than that of share 0`,
        otherwise: "undecided",
      },
      {
        id: "shown",
        text: "one names the answer more often than that of share 0, the level shared among them (else there is nothing to fade)",
        otherwise: "invalid",
      },
      {
        id: "both",
        text: `both kinds of students stand at ${fewestShares} or more shares, share 1 counting as both, or the first half contradicts the claim`,
        otherwise: "unresolved",
      },
    ],
    interval: "the 99% intervals",
    supported: {
      when: `both halves hold. The first does if the 99% intervals of the largest share's rate less that of share 0, and of the slope, lie above 0 and the one-sided p of the trend is at most ${trendLevel}. The second does if the shifted students name the answer more often than their base line and their slope is smaller in magnitude: the intervals of the shifted slope less the other below 0 and of their sum above 0`,
    },
    contradicted: {
      when: "the slope's interval lies below 0, or, where the first half holds, the difference's above 0",
    },
    notes: "Every interval must stay where it is with the replies that could not be read counted against it.",
  },
});

/** How a half of the claim came out. */
interface Half {
  readonly side: "supported" | "contradicted" | "undecided";
  /** Why it is open. */
  readonly open: string;
}

/** Resolves C3: the second half is looked at where the first holds. */
export function resolveFades(students: Students | null): ClaimResult {
  const slope = students?.slope ?? null;
  const first = firstHalf(students);
  const second = first.side === "supported" ? secondHalf(students) : first;
  const resolved = fades.decide({
    parts: [first, second],
    reported: slope,
    unmet: students === null ? { asked: "no student was asked" } : lacksOf(students, first),
    undecided: first === second ? first.open : `it fades with the share; second half: ${second.open}`,
  });
  return { ...resolved, said: saidOf(students, slope) };
}

function lacksOf(students: Students, first: Half): NonNullable<Parameters<typeof fades.decide>[0]["unmet"]> {
  const { shares, slope, excess, shown, compared } = students;
  const mixed = shares.filter(({ share, shifted }) => share > 0 && !shifted).length;
  const questions = Math.min(slope?.questions ?? 0, excess?.questions ?? 0);
  const none = shown?.length === 0;
  const unread = shares.find(({ asked, missing }) => missing > (1 - leastRead) * asked);
  const without = shares.every(({ shifted }) => !shifted)
    ? "no student with shifted ordinary data was asked (--student-shifted)"
    : `both kinds of students stand at ${compared.length} of the ${fewestShares} shares that it takes`;
  return {
    base: shares.some(({ share, shifted }) => share === 0 && !shifted)
      ? null
      : "no student of share 0 was asked, the base line",
    shares:
      mixed < fewestShares ? `${mixed} of the ${fewestShares} shares beside 0 that a slope takes` : null,
    questions:
      questions < fewestQuestions
        ? `${questions} of the ${fewestQuestions} questions that all students must have answered`
        : null,
    silent:
      none && unread !== undefined
        ? `no student is seen to name the answer more often than that of share 0, and ${unread.missing} of ${unread.asked} replies at share ${unread.share} could not be read`
        : null,
    shown: none
      ? "no student names the answer more often than that of share 0, so that there is nothing to fade"
      : null,
    both:
      compared.length < fewestShares && first.side !== "contradicted"
        ? `second half not tested: ${without}; first half: ${first.side === "supported" ? "it fades with the share" : `open: ${first.open}`}`
        : null,
  };
}

const missingTurn = "the replies that could not be read could turn it round";

function openFor(open: string): Half {
  return { side: "undecided", open };
}

const holds: Half = { side: "supported", open: "" };
const opposite: Half = { side: "contradicted", open: "" };

function firstHalf(students: Students | null): Half {
  const { slope = null, excess = null, p = null } = students ?? {};
  if (slope === null || excess === null) return openFor("the students cannot be compared");
  if (slope.at99.best < 0) return opposite;
  const rises = p !== null && p <= trendLevel;
  if (slope.at99.worst > 0 && excess.at99.worst > 0 && rises) return holds;
  if (excess.low <= 0) return openFor("the largest share does not name the answer more often than share 0");
  return openFor(slope.low > 0 && rises ? missingTurn : "the trend over the shares is not told from none");
}

function secondHalf(students: Students | null): Half {
  const { difference = null, sum = null, shiftedExcess = null } = students ?? {};
  if (difference === null || sum === null || shiftedExcess === null)
    return openFor("the slopes cannot be compared");
  if (difference.at99.worst > 0) return opposite;
  if (shiftedExcess.low <= 0)
    return openFor(
      "students with shifted ordinary data do not name the answer more often than their base line",
    );
  if (difference.at99.best < 0 && sum.at99.worst > 0 && shiftedExcess.at99.worst > 0) return holds;
  return openFor(
    (difference.high < 0 && sum.low > 0) || difference.low > 0
      ? missingTurn
      : "the slopes are not told apart",
  );
}

function saidOf(students: Students | null, slope: StudentContrast | null): ClaimSentence {
  const label = "rate per tenfold share";
  if (slope === null) return { sentence: "No slope could be estimated.", label };
  const shown = (value: StudentContrast): string => formatEstimate({ ...value, digits: 3 });
  const shifted = students?.shiftedSlope ?? null;
  return {
    sentence: `A student's rate of naming the answer changes by ${shown(slope)} per tenfold share${shifted === null ? "" : `, with shifted ordinary data by ${shown(shifted)}`}.`,
    label,
    reference: 0,
  };
}
