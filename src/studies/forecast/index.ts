import type { Study, TrialShape } from "../../study/study.ts";
import { forecastActions } from "./actions.ts";
import { analyzeForecasts } from "./analyze.ts";
import { forecastClaims } from "./claims.ts";
import { type ForecastConfig, forecastConfig } from "./config.ts";
import { type ForecastInputs, forecastInputs, loadInputs } from "./inputs.ts";
import { presentForecasts } from "./present.ts";
import { type ForecastResults, forecastResults } from "./results.ts";
import { summary } from "./summary.ts";

/** Which x-axis forecasts a trend, judged by hindcasts? Its inputs are enough: it plans no trials and calls no model. */
export const forecast: Study<ForecastConfig, ForecastInputs, TrialShape, null, ForecastResults> = {
  name: "forecast",
  version: "1",
  summary,
  claims: forecastClaims,
  config: forecastConfig,
  results: forecastResults,
  examples: [
    "credence forecast",
    "credence forecast --self-test",
    "credence forecast my.csv",
    "credence forecast my.csv --x date,log10:compute --y score",
    'credence forecast long.csv --series "country=Peru"',
    "credence forecast --parts chips --cuts 1980,1990,2000",
    "credence forecast --resolve credence-runs/RUN/forecasts.json --with new.csv",
  ],
  actions: forecastActions,
  load: loadInputs,
  inputs: forecastInputs,
  analyze: (config, inputs, _outcomes, context) => analyzeForecasts(config, inputs, context),
  present: presentForecasts,
};
