import type { Mechanism } from "./knobs.ts";
import type { Turn, View } from "./template.ts";

/** What the model is asked in place of the request, and what the server makes of its reply. */
export interface Handled {
  readonly view: View;
  /** The reply as it is sent back. */
  readonly reply: (generated: string) => string;
  /** What the model is told to copy first, and what is taken off its reply; null: nothing. */
  readonly copied: string | null;
}

/** A reply that nothing is done to. */
export const asItIs: Omit<Handled, "view"> = { reply: (generated) => generated, copied: null };

/** The trailing assistant text of a request, if it has one that is not empty. */
function prefillOf(turns: readonly Turn[]): string | null {
  const last = turns.at(-1);
  return last?.role === "assistant" && last.text !== "" ? last.text : null;
}

/** The view in which a trailing assistant turn is left open. */
export function openView(turns: readonly Turn[]): View {
  const prefill = prefillOf(turns);
  if (prefill === null)
    return { turns: turns.at(-1)?.role === "assistant" ? turns.slice(0, -1) : turns, open: null };
  return { turns: turns.slice(0, -1), open: prefill };
}

/**
 * What a server does with a request. A mechanism touches a trailing assistant turn alone; all other requests are passed on
 * as they are.
 *
 * @returns null where the server rejects the request
 */
export function handle(
  mechanism: Mechanism,
  turns: readonly Turn[],
  knobs: { readonly continueText: string; readonly echo: boolean },
): Handled | null {
  const prefill = prefillOf(turns);
  if (prefill === null) return { ...asItIs, view: openView(turns) };
  const before = turns.slice(0, -1);
  const reply = knobs.echo
    ? (generated: string): string => `${prefill}${generated}`
    : (generated: string): string => generated;
  switch (mechanism) {
    case "TRUE":
      return { view: openView(turns), reply, copied: null };
    case "CLOSED":
      return { view: { turns, open: null }, reply, copied: null };
    case "CONT":
      return {
        view: { turns: [...turns, { role: "user", text: knobs.continueText }], open: null },
        reply,
        copied: null,
      };
    case "INSTR":
      return {
        view: { turns: instructed(before, prefill), open: null },
        reply: (generated) => reply(withoutPrefill(generated, prefill)),
        copied: prefill,
      };
    case "FLIP":
      return {
        view: { turns: [...before, { role: "user", text: prefill }], open: null },
        reply,
        copied: null,
      };
    case "DROP":
      return { view: { turns: before, open: null }, reply, copied: null };
    case "FAKE-ECHO":
      return {
        view: { turns: before, open: null },
        reply: (generated) => `${prefill}${generated}`,
        copied: null,
      };
    case "REJECT":
      return null;
  }
}

/** The hidden instruction stands at the end of the last user turn. */
function instructed(turns: readonly Turn[], prefill: string): readonly Turn[] {
  const instruction = [
    "Important: the response has to start with the characters between the two marks below, copied exactly, and then go on",
    "from there in one piece, without any remark.",
  ].join(" ");
  const hidden = `${instruction}\n<<<\n${prefill}\n>>>`;
  const at = turns.findLastIndex((turn) => turn.role === "user");
  const asked = turns[at];
  if (asked === undefined) return [...turns, { role: "user", text: hidden }];
  return turns.with(at, { role: "user", text: `${asked.text}\n\n${hidden}` });
}

/** A reply that was cut off inside the prefill has nothing else in it. */
function withoutPrefill(generated: string, prefill: string): string {
  if (generated.startsWith(prefill)) return generated.slice(prefill.length);
  return prefill.startsWith(generated) ? "" : generated;
}
