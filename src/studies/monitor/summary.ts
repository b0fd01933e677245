/** What the study asks, as the help says it: read without loading the study. */
export const summary: string =
  "Is a monitor on the agent's own prefix worse than one on a fresh transcript, and what does it save?";
