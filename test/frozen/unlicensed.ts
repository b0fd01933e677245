/** Runs whose data may not be published: they are made again where CREDENCE_DATA names the folder that holds it. */
export const unlicensed = [
  {
    name: "audit-uk",
    study: "audit",
    config: (data: string) => ({
      suspects: [`${data}/audit/uk.jsonl`],
      reference: `${data}/audit/clean.jsonl`,
    }),
  },
  {
    name: "monitor-agentdojo",
    study: "monitor",
    config: (data: string) => ({
      runs: [`${data}/monitor/agentdojo-matched.jsonl`],
      label: "label",
      positive: ["attack_succeeded"],
      negative: ["attack_resisted"],
      group: ["meta.suite_name", "meta.user_task_id"],
      suite: "meta.suite_name",
      author: "meta.model",
      arms: ["length", "messages", "bow", "author"],
      bootstrap: 500,
    }),
  },
] as const;
