/** What the study asks, as the help says it: read without loading the study. */
export const summary: string =
  "Does this fine-tuning set push something it never says? Is it different, and through what?";
