import type { ClaimResult } from "../../../../claims/claim.ts";
import type { StudentContrast } from "./student-contrast.ts";
import type { Students } from "./student-result.ts";

/** Shares beside 0 that a slope takes, and shares at which both kinds of students must stand. */
const fewestShares = 3;
const fewestQuestions = 10;
/** One-sided level of the trend, that of a 95% interval's lower end. */
const trendLevel = 0.025;
/** Share of each student's replies that must be readable before silence is taken for an absence. */
const leastRead = 0.9;

type Resolved = Omit<ClaimResult, "id" | "text">;

/** How a half of the claim came out. */
type Half = "holds" | "opposite" | { readonly open: string };

/** Verdict on C3: both halves, in the order of the rule. */
export function resolveFades(students: Students | null): Resolved {
  const without = { estimate: null, low: null, high: null };
  if (students === null) return { ...without, verdict: "unresolved", reason: "no student was asked" };
  const { slope, excess, shown, shares } = students;
  const base = {
    estimate: slope?.estimate ?? null,
    low: slope?.low ?? null,
    high: slope?.high ?? null,
  };
  const mixed = shares.filter(({ share, shifted }) => share > 0 && !shifted).length;
  const lacks = lackOf(students, mixed);
  if (lacks !== null || slope === null || excess === null || shown === null)
    return { ...base, verdict: "unresolved", reason: lacks ?? "the students cannot be compared" };
  if (shown.length === 0) {
    const unread = shares.find(({ asked, missing }) => missing > (1 - leastRead) * asked);
    return unread === undefined
      ? {
          ...base,
          verdict: "invalid",
          reason:
            "no student names the answer more often than that of share 0, so that there is nothing to fade",
        }
      : {
          ...base,
          verdict: "undecided",
          reason: `no student is seen to name the answer more often than that of share 0, and ${unread.missing} of ${unread.asked} replies at share ${unread.share} could not be read`,
        };
  }
  const first = firstHalf(students, slope, excess);
  if (first === "opposite") return { ...base, verdict: "contradicted" };
  const { compared } = students;
  if (compared.length < fewestShares) {
    const lack = shares.every(({ shifted }) => !shifted)
      ? "no student with shifted ordinary data was asked (--student-shifted)"
      : `both kinds of students stand at ${compared.length} of the ${fewestShares} shares that it takes`;
    const told = first === "holds" ? "it fades with the share" : `open: ${first.open}`;
    return { ...base, verdict: "unresolved", reason: `second half not tested: ${lack}; first half: ${told}` };
  }
  if (first !== "holds") return { ...base, verdict: "undecided", reason: first.open };
  const second = secondHalf(students);
  if (second === "opposite") return { ...base, verdict: "contradicted" };
  if (second === "holds") return { ...base, verdict: "supported" };
  return { ...base, verdict: "undecided", reason: `it fades with the share; second half: ${second.open}` };
}

function lackOf({ shares, slope, excess }: Students, mixed: number): string | null {
  if (!shares.some(({ share, shifted }) => share === 0 && !shifted))
    return "no student of share 0 was asked, the base line";
  if (mixed < fewestShares) return `${mixed} of the ${fewestShares} shares beside 0 that a slope takes`;
  const questions = Math.min(slope?.questions ?? 0, excess?.questions ?? 0);
  return questions < fewestQuestions
    ? `${questions} of the ${fewestQuestions} questions that all students must have answered`
    : null;
}

function firstHalf({ p }: Students, slope: StudentContrast, excess: StudentContrast): Half {
  if (slope.best < 0) return "opposite";
  if (slope.worst > 0 && excess.worst > 0 && p !== null && p <= trendLevel) return "holds";
  if (excess.low <= 0) return { open: "the largest share does not name the answer more often than share 0" };
  const turned = slope.low > 0 && p !== null && p <= trendLevel;
  return {
    open: turned ? missingTurn : "the trend over the shares is not told from none",
  };
}

const missingTurn = "the replies that could not be read could turn it round";

function secondHalf({ difference, sum, shiftedExcess }: Students): Half {
  if (difference === null || sum === null || shiftedExcess === null)
    return { open: "the slopes cannot be compared" };
  if (difference.worst > 0) return "opposite";
  if (shiftedExcess.low <= 0)
    return {
      open: "students with shifted ordinary data do not name the answer more often than their base line",
    };
  if (difference.best < 0 && sum.worst > 0 && shiftedExcess.worst > 0) return "holds";
  return {
    open:
      (difference.high < 0 && sum.low > 0) || difference.low > 0
        ? missingTurn
        : "the slopes are not told apart",
  };
}
