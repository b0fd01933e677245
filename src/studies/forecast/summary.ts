/** What the study asks, as the help says it: read without loading the study. */
export const summary: string =
  "Which x-axis forecasts a trend: the calendar, compute or investment? Judged by hindcasts.";
