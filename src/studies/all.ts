import type { RunnableStudy } from "../study/runnable.ts";
import { runnableStudy } from "../study/runnable-study.ts";
import { audit } from "./audit/index.ts";
import { endpoint } from "./endpoint/index.ts";
import { forecast } from "./forecast/index.ts";
import { monitor } from "./monitor/index.ts";

/** All studies, in the order of the help. */
export const studies: readonly RunnableStudy[] = [
  runnableStudy(monitor),
  runnableStudy(audit),
  runnableStudy(forecast),
  runnableStudy(endpoint),
];

/** The study called `name`, or undefined. */
export function studyNamed(name: string): RunnableStudy | undefined {
  return studies.find((study) => study.name === name);
}
