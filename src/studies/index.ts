import type { RunnableStudy } from "../study/runnable.ts";
import { runnableStudy } from "../study/runnable-study.ts";
import { forecast } from "./forecast/index.ts";
import { monitor } from "./monitor/index.ts";

/** All studies, in the order of the help. */
export const studies: readonly RunnableStudy[] = [runnableStudy(monitor), runnableStudy(forecast)];

/** The study called `name`, or undefined. */
export function studyNamed(name: string): RunnableStudy | undefined {
  return studies.find((study) => study.name === name);
}
