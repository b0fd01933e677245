/** What the study asks, as the help says it: read without loading the study. */
export const summary: string =
  "Does this API really continue my unfinished turn (prefill), and is reasoning really off?";
