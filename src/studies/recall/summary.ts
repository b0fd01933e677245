/** What the study asks, as the help says it: read without loading the study. */
export const summary: string =
  "Does this model recall a fact through another fact, by a bridge that can be taken away and pointed elsewhere?";
