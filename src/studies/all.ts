import type { RunnableStudy } from "../study/runnable.ts";
import { loadStudies } from "./index.ts";

/** All studies, loaded, in the order of the help. */
export const studies: readonly RunnableStudy[] = await loadStudies();

/** The study called `name`, or undefined. */
export function studyNamed(name: string): RunnableStudy | undefined {
  return studies.find((study) => study.name === name);
}
