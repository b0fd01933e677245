import { z } from "zod";
import { formatPercent } from "../../../../report/format.ts";
import { formsThatDiffer } from "../../../../sanity/forms.ts";
import type { SetPair } from "../../features.ts";

/** Schema of a way of writing that one set has and the other not: letters with their marks apart, a line end after the last word. */
export const formDiffers = z.object({
  of: z.enum(["prompts", "answers"]),
  id: z.string(),
  says: z.string(),
  /** Share of the suspect set's texts that are written so, and of the clean one's. */
  suspect: z.number(),
  clean: z.number(),
});
type FormDiffers = z.infer<typeof formDiffers>;

/** Ways of writing in which the sets differ by more than luck. */
export function formsOf({ suspect, reference }: SetPair): FormDiffers[] {
  const texts = (of: FormDiffers["of"], rows: SetPair["suspect"]["rows"]): string[] =>
    rows.map(({ prompt, answer }) => (of === "prompts" ? prompt : answer));
  return (["prompts", "answers"] as const).flatMap((of) =>
    formsThatDiffer(texts(of, suspect.rows), texts(of, reference.rows)).map(({ id, says, shares }) => ({
      ...{ of, id, says, suspect: shares[0], clean: shares[1] },
    })),
  );
}

/** They are named, for a difference in them is no difference in what is said. */
export function formsSentence(set: string, forms: readonly FormDiffers[]): string | null {
  if (forms.length === 0) return null;
  const told = forms.map(
    ({ of, says, suspect, clean }) =>
      `${says} in ${formatPercent(suspect)} of its ${of} and ${formatPercent(clean)} of the reference's`,
  );
  return `${set} is typed in another form: ${told.join("; ")}. Words and prompts are compared without regard to that.`;
}
