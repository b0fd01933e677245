import type { Answer } from "../claims/answer.ts";
import type { Verdict } from "../claims/claim.ts";
import type { JsonObject } from "../core/json.ts";

/**
 * A report is a list of blocks; terminal, HTML, Markdown and JSON are four ways to print the same blocks.
 * Every string is plain text from anywhere, also from hostile transcripts: whoever prints it escapes it.
 */
export interface Report {
  /** What was done, and with which data. */
  readonly title: string;
  /** One line under the title: the command and the day. */
  readonly subtitle: string;
  /** What a reader must know before any figure: gates that failed. */
  readonly alerts?: readonly Callout[];
  /** The verb's own question, answered: the first thing a reader sees. */
  readonly answer?: Answer;
  /** The one picture that carries the answer. */
  readonly figure?: Figure;
  /** One per claim. Beside an answer, claims that were not tested are folded into one line. */
  readonly headline: readonly Headline[];
  readonly blocks: readonly Block[];
}

/** One claim with its verdict. */
export interface Headline {
  /** `monitor/C1` */
  readonly claim: string;
  readonly verdict: Verdict;
  /** What is claimed. */
  readonly text: string;
  /** What was found, and why nothing was. */
  readonly sentence: string;
  /** Where the tested form is narrower than the claim. */
  readonly narrower: string;
  readonly estimate: {
    readonly value: number;
    readonly low: number;
    readonly high: number;
    readonly label: string;
    /** What the interval is; "95% interval" when not said. */
    readonly interval?: string;
    /** The value that means no effect, drawn as a line beside the interval; 0 when not said. */
    readonly reference?: number;
  } | null;
}

export type Block = Heading | Paragraph | Callout | Table | Figure | Facts | Listing | Links | Details | Code;

/** Starts a section. */
export interface Heading {
  readonly kind: "heading";
  readonly text: string;
}

export interface Paragraph {
  readonly kind: "paragraph";
  readonly text: string;
}

/** A note that must not be missed. */
export interface Callout {
  readonly kind: "callout";
  readonly tone: "note" | "warning" | "failure";
  readonly text: string;
}

export interface Table {
  readonly kind: "table";
  readonly caption: string;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Cell[])[];
  /** Row numbers (from 0) before which a rule is drawn, as between arms and floors. */
  readonly rules?: readonly number[];
}

export interface Column {
  readonly title: string;
  /** What it means, for a reader who does not know; shown below the table. */
  readonly note?: string;
  readonly align?: "left" | "right";
}

/** Text, a number, an estimate with its interval, or nothing with the reason. */
export type Cell =
  | string
  | { readonly number: number; readonly digits: number; readonly unit?: string }
  | { readonly estimate: number; readonly low: number; readonly high: number; readonly digits: number }
  | { readonly absent: string };

/** A Vega-Lite spec (data inline, no addresses), drawn to SVG without a browser. */
export interface Figure {
  readonly kind: "figure";
  readonly id: string;
  readonly caption: string;
  /** What the figure shows, for those who cannot see it, and for the terminal. */
  readonly alt: string;
  readonly spec: JsonObject;
}

/** Names and values. */
export interface Facts {
  readonly kind: "facts";
  readonly rows: readonly { readonly name: string; readonly value: string }[];
}

export interface Listing {
  readonly kind: "list";
  readonly items: readonly string[];
}

/** Ways to other files: links on a page, paths elsewhere. */
interface Links {
  readonly kind: "links";
  readonly links: readonly {
    readonly text: string;
    /** Path relative to where the page lies. */
    readonly file: string;
  }[];
}

/** Folded away until opened; always open in print, Markdown and the terminal's long form. */
export interface Details {
  readonly kind: "details";
  readonly summary: string;
  readonly blocks: readonly Block[];
}

/** Text in a fixed-width face: a command, a prompt, part of a transcript. */
export interface Code {
  readonly kind: "code";
  readonly text: string;
}
