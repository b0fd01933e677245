import type { Answer } from "../../claims/answer.ts";
import { axesChecked } from "./answer/axes.ts";
import { bandChecked, bestSentence } from "./answer/best.ts";
import { boundsChecked } from "./answer/bounds.ts";
import { builtInAnswer } from "./answer/built-in.ts";
import { expectSentence } from "./answer/expected.ts";
import { growthChecked, growthFigure, growthSentence } from "./answer/growth.ts";
import { measuresChecked, measuresSentence } from "./answer/measures.ts";
import { straightChecked } from "./answer/straight.ts";
import type { ForecastResults, SeriesResult } from "./results.ts";

/** What the verb's question came to: on somebody's own series where there is one, else on the series that ship. */
export function answerOf(results: ForecastResults): Answer {
  const own = results.series.filter(({ shipped }) => shipped === null);
  if (own.length === 0) return builtInAnswer(results);
  const [first] = own;
  const figure = first === undefined ? null : growthFigure(first);
  const several = own.length > 1;
  const named = (series: SeriesResult, text: string): string => (several ? `${series.name}: ${text}` : text);
  return {
    question: several
      ? "How do these series grow, what comes next, and what forecasts them best?"
      : `How does ${first?.name ?? "the series"} grow, what comes next, and what forecasts it best?`,
    sentence: own
      .slice(0, 3)
      .map((series) => named(series, several ? growthSentence(series) : fully(series)))
      .concat(own.length > 3 ? [`${own.length - 3} more series stand below.`] : [], measuresSentence(results))
      .filter((text) => text !== "")
      .join(" "),
    ...(figure === null || figure === undefined || several ? {} : { figure }),
    checked: [
      ...measuresChecked(results),
      ...own
        .slice(0, 3)
        .flatMap((series) =>
          [
            growthChecked(series),
            straightChecked(series),
            bandChecked(series),
            ...boundsChecked(series),
            ...axesChecked(series),
          ].map(({ what, ...rest }) => ({ what: named(series, what), ...rest })),
        ),
    ],
  };
}

function fully(series: SeriesResult): string {
  return [growthSentence(series), expectSentence(series), bestSentence(series)]
    .filter((text) => text !== "")
    .join(" ");
}
