import type { Answer } from "../../../claims/answer.ts";

/** One thing that was looked at, and how it came out. */
export type Checked = Answer["checked"][number];
