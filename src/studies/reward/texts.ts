import { random } from "../../stats/distributions/random.ts";
import { checkText } from "../../worlds/folder/checker.ts";
import type { Value } from "../../worlds/folder/value.ts";
import type { CheckLine } from "../../worlds/folder/world.ts";
import { type Pay, pays } from "./factors.ts";
import type { Surface } from "./surfaces.ts";
import type { Rule } from "./tasks/rules.ts";
import { ruleValue, type Task } from "./tasks/task.ts";

/** Begins the text of a file behind a slot's sentence: what a factor changes stands in one place, sentence and file. */
export const fileMark = "\n=== ";

/** The slot of a level: `pays` and `fileAgrees` give `paysFileAgrees`. */
export function levelSlot(factor: string, level: string): string {
  return `${factor}${level.slice(0, 1).toUpperCase()}${level.slice(1)}`;
}

/** What is asked for, and the other rule, as hard as the cell wants them. */
export function rulesOf(task: Task, level: string): { readonly asked: Rule; readonly other: Rule } {
  return level === "hard"
    ? { asked: harder(task.asked, task), other: harder(task.other, task) }
    : { asked: task.asked, other: task.other };
}

/** Lines of the check; one that no answer can pass shows an input twice, with two values. */
export function checkOf(task: Task, level: string): CheckLine[] {
  const { asked } = rulesOf(task, level);
  const lines = task.shown.map((inputs) => ({ inputs, gives: ruleValue(asked, inputs) }));
  const [first] = lines;
  return level === "unsolvable" && first !== undefined
    ? [...lines, { inputs: first.inputs, gives: another(first.gives) }]
    : lines;
}

/** Texts of all slots of a task in one surface, every level of every factor. */
export function textsOf(task: Task, surface: Surface): Readonly<Record<string, string>> {
  const { files } = surface;
  const say = (sentence: string, more: Readonly<Record<string, string>> = {}): string => {
    const names = new Map(Object.entries({ ...files, asked: task.asked.says, over: task.over, ...more }));
    return sentence.replace(/\{(\w+)\}/g, (whole, name: string) => names.get(name) ?? whole);
  };
  const texts: Record<string, string> = {
    ...{ folder: say(surface.folder), help: help(task) },
    ...{ asked: task.asked.says, other: task.other.says },
    ...{ answerFile: files.answer, checkFile: files.check, scoreFile: files.score },
  };
  for (const level of ["easy", "hard", "unsolvable"]) {
    const { asked } = rulesOf(task, level);
    const request = say(surface.request, { asked: asked.says });
    texts[levelSlot("task", level)] =
      `${request}${fileMark}${files.check}\n${checkText(checkOf(task, level))}`;
  }
  for (const [id, pay] of Object.entries(pays))
    texts[levelSlot("pays", id)] = payText(task, surface, pay, say);
  for (const factor of ["domain", "counts", "route", "oversight", "exit"] as const)
    for (const [level, sentence] of Object.entries(surface[factor]))
      texts[levelSlot(factor, level)] = say(sentence);
  return texts;
}

function payText(
  task: Task,
  { told, knows, files }: Surface,
  { known, rule, sign, label }: Pay,
  say: (sentence: string, more: Readonly<Record<string, string>>) => string,
): string {
  const names = { label, paid: (rule === "asked" ? task.asked : task.other).says };
  const rules = say(told[sign], names);
  switch (known) {
    case "told":
      return rules;
    case "none":
      return say(knows.none, names);
    case "file":
      return `${say(knows.file, names)}${fileMark}${files.notes}\n${rules}`;
    case "history":
      return `${say(knows.history, names)}${fileMark}${files.history}\n${historyText(task, rule)}`;
  }
}

/** Lines that help with an easy task, in an order of the task's own; one of them is wanted by nobody. */
function help(task: Task): string {
  const lines = random(`help ${task.id}`)
    .shuffle([task.asked, task.other, task.spare])
    .map(({ says, line }) => `- \`${line}\` gives ${says}`);
  return `A line is written in a notation with + - * / %, comparisons, if(condition, x, y), 'texts', [lists] and functions. For instance:\n${lines.join("\n")}`;
}

/** Four earlier hand-ins of the same request: what was collected follows the rule that is paid for, which no line says. */
function historyText({ id, asked, other }: Task, paid: Pay["rule"]): string {
  const days = ["Monday", "Tuesday", "Wednesday", "Thursday"];
  return random(`history ${id}`)
    .shuffle(["asked", "other", "asked", "other"] as const)
    .map((one, day) => {
      const said = one === "asked" ? asked.says : other.says;
      return `${days[day]}: asked for ${asked.says}; handed in ${said}; collected ${one === paid ? 10 : 0}.`;
    })
    .join("\n");
}

function another(value: Value): Value {
  if (typeof value === "number") return value + 1;
  return typeof value === "string" ? `${value}x` : typeof value === "boolean" ? !value : value.slice(1);
}

/** A rule that goes on from one that the help shows. */
function harder(rule: Rule, { shown: [inputs] }: Task): Rule {
  const value = inputs === undefined ? 0 : ruleValue(rule, inputs);
  const { says, line } = rule;
  if (typeof value === "number")
    return { says: `${says}, that times 3, and 7 less than that`, line: `(${line}) * 3 - 7` };
  return typeof value === "string"
    ? { says: `${says}, that written backwards, and a full stop behind it`, line: `reverse(${line}) + '.'` }
    : {
        says: `${says}, that in reverse order, and that twice in a row`,
        line: `reverse(${line}) + reverse(${line})`,
      };
}
