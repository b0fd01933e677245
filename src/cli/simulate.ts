import { openModel } from "../models/open.ts";
import { listen, parseKnobs, realModel, simulatedEndpoint } from "../worlds/endpoints/index.ts";

/** Something to try a study on: a server that this command starts and ends. */
export interface Simulation {
  /** Flag of the verb. */
  readonly flags: string;
  readonly doc: string;
  /** Starts it; the settings name it, and its references begin with a loopback address. */
  start(
    knobs: string,
  ): Promise<{ readonly settings: Readonly<Record<string, unknown>>; readonly close: () => Promise<void> }>;
}

/** Study's name → what it can be tried on. */
export const simulations: Readonly<Record<string, Simulation>> = {
  endpoint: {
    flags: "--simulate <KNOBS>",
    doc: "test a simulated endpoint on this machine instead: mechanism=CONT,reasoning=covert:0.3,usage=omitted,api=chat,skill=0.9 (a wrong knob lists them all)",
    start: async (text) => {
      const knobs = parseKnobs(text);
      const model = knobs.model === "scripted" ? null : await openModel(knobs.model, { env: process.env });
      const server = await listen(
        simulatedEndpoint(knobs, model === null ? {} : { model: realModel(model) }),
      );
      const api = knobs.api[0] ?? "chat";
      return {
        settings: { endpoints: [`${server.url}?api=${api}#simulated`] },
        close: async () => {
          await server.close();
          await model?.close();
        },
      };
    },
  },
};
