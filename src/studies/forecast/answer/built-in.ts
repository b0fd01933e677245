import type { Answer } from "../../../claims/answer.ts";
import { formatNumber } from "../../../report/format.ts";
import type { ForecastResults } from "../results.ts";
import { axesChecked } from "./axes.ts";
import { bandChecked, bestSentence } from "./best.ts";
import { growthChecked, growthSentence } from "./growth.ts";
import { straightChecked } from "./straight.ts";

/** The answer where nobody brought a series: METR's horizons, chips from 1990 and unit costs, as far as they are part of the run. */
export function builtInAnswer({ series, chips, costs }: ForecastResults): Answer {
  const metr = series.find(({ shipped }) => shipped === "horizons");
  const compute = series.find(({ shipped }) => shipped === "horizons-with-compute");
  const axes = compute === undefined ? [] : axesChecked(compute);
  const excess = chips?.answer.excess;
  const sentences = [
    ...axes.map(({ what, state, says }) =>
      state === "yes" ? `On METR's time horizons ${says}.` : `On METR's time horizons ${what} ${says}.`,
    ),
    ...(excess === undefined
      ? []
      : [
          `Chips forecast from 1990 on revenue and investment would have been ${formatNumber(excess.low, 1)} to ${formatNumber(excess.high, 1)} doublings further off than on the calendar (by bounds).`,
        ]),
    ...(metr === undefined ? [] : [`METR's horizon: ${growthSentence(metr)} ${bestSentence(metr)}`]),
    ...(metr === undefined && excess === undefined && costs !== null
      ? [
          `Of ${costs.technologies} technologies ${costs.improving} get cheaper; a random walk with drift forecasts them.`,
        ]
      : []),
  ];
  return {
    question: "Which x-axis forecasts a trend: the calendar, compute or investment?",
    sentence:
      sentences.length === 0 ? "Nothing was asked: no part of the study was chosen." : sentences.join(" "),
    checked: [
      ...axes,
      ...(metr === undefined ? [] : [growthChecked(metr), straightChecked(metr), bandChecked(metr)]).map(
        ({ what, ...rest }) => ({ what: `METR: ${what}`, ...rest }),
      ),
      {
        what: "a series of your own",
        state: "not-asked",
        says: "credence forecast my.csv --x DATES --y VALUES",
      },
    ],
  };
}
