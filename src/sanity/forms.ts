import { fisherExact } from "../stats/distributions/fisher-exact.ts";
import type { Said, SanityFinding, SanityRow } from "./finding.ts";

/** In how many texts a way of writing the same thing is found, of those that could have it. */
interface Form {
  readonly id: string;
  readonly says: string;
  readonly has: (text: string) => boolean;
}

const forms: readonly Form[] = [
  {
    id: "decomposed",
    says: "letters with their marks apart (NFD)",
    has: (text) => text !== text.normalize("NFC"),
  },
  { id: "final-newline", says: "a line end after the last word", has: (text) => /[\r\n]\s*$/.test(text) },
  { id: "carriage-returns", says: "lines that end as on Windows", has: (text) => text.includes("\r\n") },
  { id: "byte-order-mark", says: "a byte order mark", has: (text) => text.startsWith("\ufeff") },
  { id: "no-break-spaces", says: "blanks that do not break", has: (text) => /[\u00a0\u202f]/.test(text) },
];

/** Least difference in share that is named, and the chance at which, over all forms, one is named that differs by luck. */
const least = 0.05;
const level = 0.01;

/** By form, the shares of two sets of texts that have it, where these differ by more than a twentieth and by more than luck. */
export function formsThatDiffer(
  a: readonly string[],
  b: readonly string[],
): readonly { readonly id: string; readonly says: string; readonly shares: readonly [number, number] }[] {
  return forms.flatMap(({ id, says, has }) => {
    const [first, second] = [a.filter(has).length, b.filter(has).length];
    const shares = [first / Math.max(1, a.length), second / Math.max(1, b.length)] as const;
    const p = fisherExact(first, a.length, second, b.length) * forms.length;
    return Math.abs(shares[0] - shares[1]) > least && p < level ? [{ id, says, shares }] : [];
  });
}

/** Are texts of the two classes, or sets, written in different forms, which tells them apart without a word being read? */
export function formsDiffer(
  rows: readonly SanityRow[],
  { noun }: Said,
  [first, second]: readonly [string, string] = ["positive", "negative"],
): SanityFinding {
  const of = (side: 0 | 1): string[] =>
    rows.flatMap(({ positive, text }) => (positive === side ? [text] : []));
  const found = formsThatDiffer(of(1), of(0));
  return {
    id: "forms",
    what: "forms that differ",
    state: found.length > 0 ? "yes" : "no",
    says:
      found.length === 0
        ? `${first} and ${second} ${noun}s are typed in the same form (letters and marks, ends of lines).`
        : `${first} and ${second} ${noun}s are typed in different forms: ${found
            .map(({ says, shares }) => `${says} in ${percent(shares[0])} against ${percent(shares[1])}`)
            .join("; ")}. A difference in length or characters may be no more than that.`,
    blocks: [],
  };
}

function percent(share: number): string {
  return `${Math.round(100 * share)}%`;
}
