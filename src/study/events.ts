import type { RunRecord } from "../ledger/ledger.ts";

/** What a run says while it goes on; the command line prints it on stderr. */
export type RunEvent =
  | { readonly kind: "note"; readonly text: string }
  | { readonly kind: "warning"; readonly text: string }
  | { readonly kind: "started"; readonly run: Pick<RunRecord, "id" | "folder" | "hash" | "session"> }
  | {
      readonly kind: "progress";
      readonly doing: string;
      readonly done: number;
      readonly total: number;
      /** Under way now, and how many may be. */
      readonly limit: number | null;
    }
  | {
      readonly kind: "waiting";
      readonly seconds: number;
      readonly reason: string;
      readonly patience: number;
    };

/** Takes events. */
export type EventSink = (event: RunEvent) => void;

/** Says in percent how far something has come, from 0 to 1. */
export function percentTo(events: EventSink): (fraction: number, doing: string) => void {
  return (fraction, doing) =>
    events({ kind: "progress", doing, done: Math.round(fraction * 100), total: 100, limit: null });
}
