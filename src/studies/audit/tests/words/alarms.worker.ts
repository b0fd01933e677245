import { type WordAlarmInput, type WordAlarms, wordAlarms } from "./alarms.ts";

/** The word tests on splits where nothing differs, in a thread of their own. */
export default function task(input: WordAlarmInput, progress: (fraction: number) => void): WordAlarms {
  return wordAlarms(input, progress);
}
