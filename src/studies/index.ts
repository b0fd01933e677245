import type { RunnableStudy } from "../study/runnable.ts";
import { runnableStudy } from "../study/runnable-study.ts";
import { summary as audit } from "./audit/summary.ts";
import { summary as endpoint } from "./endpoint/summary.ts";
import { summary as experiment } from "./experiment/summary.ts";
import { summary as faking } from "./faking/summary.ts";
import { summary as forecast } from "./forecast/summary.ts";
import { summary as monitor } from "./monitor/summary.ts";
import { summary as recall } from "./recall/summary.ts";
import { summary as reward } from "./reward/summary.ts";

/** A study as the help names it; the rest of it is loaded when somebody asks for it. */
export interface ListedStudy {
  readonly name: string;
  readonly summary: string;
  readonly load: () => Promise<RunnableStudy>;
}

/** All studies, in the order of the help. */
export const listedStudies: readonly ListedStudy[] = [
  {
    name: "monitor",
    summary: monitor,
    load: async () => runnableStudy((await import("./monitor/index.ts")).monitor),
  },
  {
    name: "audit",
    summary: audit,
    load: async () => runnableStudy((await import("./audit/index.ts")).audit),
  },
  {
    name: "forecast",
    summary: forecast,
    load: async () => runnableStudy((await import("./forecast/index.ts")).forecast),
  },
  {
    name: "endpoint",
    summary: endpoint,
    load: async () => runnableStudy((await import("./endpoint/index.ts")).endpoint),
  },
  {
    name: "reward",
    summary: reward,
    load: async () => runnableStudy((await import("./reward/index.ts")).reward),
  },
  {
    name: "recall",
    summary: recall,
    load: async () => runnableStudy((await import("./recall/index.ts")).recall),
  },
  {
    name: "faking",
    summary: faking,
    load: async () => runnableStudy((await import("./faking/index.ts")).faking),
  },
  {
    name: "experiment",
    summary: experiment,
    load: async () => runnableStudy((await import("./experiment/index.ts")).experiment),
  },
];

/** The study called `name`, loaded, or undefined. */
export async function loadStudy(name: string): Promise<RunnableStudy | undefined> {
  return listedStudies.find((study) => study.name === name)?.load();
}

/** All studies, loaded. */
export function loadStudies(): Promise<RunnableStudy[]> {
  return Promise.all(listedStudies.map(({ load }) => load()));
}
