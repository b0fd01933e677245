/**
 * Simulated endpoints: what a measurement of an API can be tried on. A chat template, a mechanism that deals with a trailing
 * assistant turn, a model that is a script or a real one, thoughts, token counts, an API's form and faults, each behind a knob.
 */
export { type Knobs, type Mechanism, parseKnobs, type Truth, truthOf } from "./knobs.ts";
export { type ListeningEndpoint, listen } from "./listen.ts";
export { type RealModel, realModel, type WritingModel } from "./real-model.ts";
export { type EndpointOptions, type SimulatedEndpoint, simulatedEndpoint } from "./server.ts";
export type { ChatTemplate, Piece, Turn, View } from "./template.ts";
