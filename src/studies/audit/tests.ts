import { differentTest } from "./tests/different/index.ts";
import { investigatorTest } from "./tests/investigator/index.ts";
import { kindTest } from "./tests/kind/index.ts";
import { ladderTest } from "./tests/ladder/index.ts";
import { panelTest } from "./tests/panel/index.ts";
import { reachTest } from "./tests/reach/index.ts";
import { rowTest } from "./tests/row/index.ts";
import { statesTest } from "./tests/states/index.ts";
import { studentsTest } from "./tests/students/index.ts";
import { wordsTest } from "./tests/words/index.ts";

/** All tests, in the order of the report. What one ranks first those after it may show. */
export const auditTests = [
  differentTest,
  wordsTest,
  reachTest,
  panelTest,
  kindTest,
  rowTest,
  statesTest,
  investigatorTest,
  studentsTest,
  ladderTest,
] as const;
