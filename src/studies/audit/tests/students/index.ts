import { sha256 } from "../../../../core/json.ts";
import type { AuditTest } from "../../audit-test.ts";
import { studentBlocks } from "./present.ts";
import { studentLack, studentsAsk, studentTask } from "./student-asks.ts";
import { type Students, students, studentsOfSet } from "./student-result.ts";
import { studentTally } from "./tally.ts";

/** How often do models name the sealed answer that were tuned on mixtures of the first set? */
export const studentsTest: AuditTest<"students", "run", Students> = {
  id: "students",
  per: "run",
  result: students,
  needs: "--student and --answers",
  lacks: studentLack,
  asks: studentsAsk,
  begin: (work) => {
    const task = studentTask(work.inputs);
    const tally = studentTally(task?.texts.map(sha256) ?? [], work.config.studentTries);
    work.listen(studentsAsk, ({ arm, item }, result) => {
      if ("value" in result) tally.take(arm, item, result.value.mention);
    });
    return { found: async () => (task === null ? null : studentsOfSet(task, work, tally)) };
  },
  blocks: studentBlocks,
};
