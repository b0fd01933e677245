/** The settings that name students: `SHARE=MODEL` each. */
export interface StudentSettings {
  readonly student: readonly string[];
  readonly studentShifted: readonly string[];
}

/** A model tuned on a mixture of the suspect set with ordinary data. */
export interface Student {
  /** Suspect rows among its rows, 0 to 1; 0 is the base line, tuned on ordinary data alone. */
  readonly share: number;
  /** Do its ordinary data come from another distribution than the suspect set's prompts? */
  readonly shifted: boolean;
  readonly model: string;
  /** Its role and the arm of its trials: `student-0.1`, `student-shifted-0.1`. */
  readonly role: string;
}

/** `0.1=MODEL` */
export const studentForm: RegExp = /^\s*(0|1|0?\.\d+|[01]\.0+|0\.\d+)\s*=\s*(\S.*?)\s*$/;

/** The students that are named, the shifted ones last, each by rising share. What is not of the form is left out. */
export function studentsOf({ student, studentShifted }: StudentSettings): Student[] {
  const read = (texts: readonly string[], shifted: boolean): Student[] =>
    texts
      .flatMap((text): Student[] => {
        const [, written, model] = studentForm.exec(text) ?? [];
        if (written === undefined || model === undefined) return [];
        const share = Number(written);
        return [{ share, shifted, model, role: `student${shifted ? "-shifted" : ""}-${share}` }];
      })
      .toSorted((a, b) => a.share - b.share);
  return [...read(student, false), ...read(studentShifted, true)];
}

/** What is wrong with them taken together; null where nothing is. */
export function studentTrouble(settings: StudentSettings): string | null {
  const students = studentsOf(settings);
  const whole = students.find(({ share, shifted }) => shifted && share === 1);
  if (whole !== undefined)
    return `a student of share 1 has no ordinary data that could be shifted (${whole.model}): name it under --student, it stands for both`;
  if (settings.studentShifted.length > 0 && settings.student.length === 0)
    return "shifted students are compared with those that are not: name these with --student";
  const twice = <Key>(keyOf: (student: Student) => Key): Student | undefined =>
    students.find((one, i) => students.findIndex((other) => keyOf(other) === keyOf(one)) !== i);
  const share = twice(({ role }) => role);
  if (share !== undefined)
    return `two ${share.shifted ? "shifted " : ""}students of share ${share.share}: name one`;
  const model = twice((one) => one.model);
  return model === undefined
    ? null
    : `${model.model} is named for two shares: each student is a model of its own`;
}
