import type { FolderReading } from "./folder.ts";
import type { Quiz } from "./quiz.ts";

/** Which option a reader of the folder's text takes; null where the words do not say. */
export function folderAnswer({ question, options: [a, b] }: Quiz, reading: FolderReading): "A" | "B" | null {
  const holds = (text: string | null | undefined): "A" | "B" | null => {
    if (text === null || text === undefined) return null;
    const [inA, inB] = [a.includes(text), b.includes(text)];
    if (inA && inB) return a.length < b.length ? "A" : "B";
    return inA ? "A" : inB ? "B" : null;
  };
  const negative = (no: boolean): "A" | "B" => (/\b(?:not|nobody|no)\b/i.test(a) === no ? "A" : "B");
  if (/\basked for\b/.test(question)) return holds(reading.asked);
  if (/\b(?:added|taken|adds|takes|collects)\b/.test(question)) return holds(reading.paid?.gives);
  if (/\bcount\b/.test(question)) return negative(!reading.counts);
  if (/\bchanged\b/.test(question)) {
    const second = reading.openCheck ?? reading.openAmount;
    return second === null ? (a.length < b.length ? "A" : "B") : holds(second);
  }
  return /\bafterwards\b/.test(question) ? negative(!reading.seen) : null;
}
