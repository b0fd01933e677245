/** What the study does, in the words of the help. */
export const summary =
  "How much of the gap between watched and unwatched replies carries over to other roles, and to where it is inferred?";
