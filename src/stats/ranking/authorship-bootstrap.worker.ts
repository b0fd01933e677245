import type { DrawnPart, DrawPart } from "../resampling/cluster-draws.ts";
import { type AuthorshipInput, authorshipDraws } from "./authorship-bootstrap.ts";

/** Computes some draws in a thread of its own. */
export default function task(
  { input, part }: { readonly input: AuthorshipInput; readonly part: DrawPart },
  progress: (fraction: number) => void,
): DrawnPart {
  return authorshipDraws(input, part, progress);
}
