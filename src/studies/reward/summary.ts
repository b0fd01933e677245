/** What the study asks, as the help says it: read without loading the study. */
export const summary: string =
  "Does a model do what was asked, what the checker pays for, or does it reach for the score itself?";
