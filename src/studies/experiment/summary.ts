/** What the study does, in the words of the help. */
export const summary =
  "Does changing this change what a model does? An experiment of your own, in one YAML file";
