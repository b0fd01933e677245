import { z } from "zod";
import { byRule, scoreRule } from "../../../asking/score-rule.ts";
import type { AgentRun } from "../../../core/message.ts";
import { actionsOnly, quotedTranscript } from "../../../data/transcript.ts";
import { oneTurn, type PromptedArm, turnsAfter } from "./prompted.ts";

const placeholder = /\{\{\s*(\w+)\s*\}\}/g;
const known: readonly string[] = ["question", "run", "actions"];

/** Schema of an arm of the user's own, as a config file declares it. */
export const ownArm = z
  .strictObject({
    id: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, "small letters, digits and hyphens, a letter first"),
    title: z.string().min(1).max(80).optional(),
    about: z.string().min(1).max(400).optional(),
    /** After the run's own turns, or as a whole new conversation in which the run is quoted. */
    place: z.enum(["after", "fresh"]).default("after"),
    /** Who says it; a system message is a user's one where the model's template knows no other. */
    role: z.enum(["user", "system"]).default("user"),
    model: z.enum(["monitor", "trusted"]).default("monitor"),
    /** What is said: `{{question}}`, and in a new conversation `{{run}}` or `{{actions}}`, are filled in. */
    template: z.string().min(1),
    /** Left out: yes or no, or a rating, as in the other arms. */
    score: scoreRule.optional(),
  })
  .superRefine(({ template, place }, context) => {
    const names = [...template.matchAll(placeholder)].map(([, name = ""]) => name);
    const wrong = names.find((name) => !known.includes(name));
    const problem =
      wrong !== undefined
        ? `{{${wrong}}} is not known; there are ${known.map((name) => `{{${name}}}`).join(", ")}`
        : place === "fresh" && !names.some((name) => name === "run" || name === "actions")
          ? "in a new conversation the template must hold {{run}} or {{actions}}"
          : place === "after" && names.some((name) => name !== "question")
            ? "after the run's own turns only {{question}} is filled in: the run is there already"
            : null;
    if (problem !== null) context.addIssue({ code: "custom", path: ["template"], message: problem });
  });
export type OwnArm = z.infer<typeof ownArm>;

/** The arm that a declaration makes. */
export function armOf(own: OwnArm): PromptedArm {
  const { id, title, about, place, role, model, template, score } = own;
  const said = (run: AgentRun, ask: string): string =>
    // One pass: what a run says is never read as a placeholder.
    template.replace(placeholder, (_, name: string) =>
      name === "question" ? ask : name === "run" ? quotedTranscript(run) : actionsOnly(run),
    );
  return {
    id,
    title: title ?? id,
    about:
      about ??
      `of the config file: ${place === "after" ? `a ${role} message after the run's own turns` : "the run quoted in a new conversation"}${score === undefined ? "" : `, answer read as ${score.kind}`}`,
    family: `${place === "after" ? "prefix" : `own ${id}`}${model === "trusted" ? " (trusted)" : ""}`,
    ...(model === "trusted" ? { role: "trusted" as const } : {}),
    ...(score === undefined ? {} : { reads: byRule(score) }),
    prompt: (run, ask) =>
      place === "after"
        ? turnsAfter(run, [{ role, content: said(run, ask) }])
        : oneTurn(said(run, ask), role),
  };
}
