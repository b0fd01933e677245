/**
 * Worlds that a measurement can be tried on, as "credence/worlds": simulated endpoints that deal with a trailing assistant turn in a known
 * way, and an office in which scripted agents meet injected instructions.
 */

export {
  type ChatTemplate,
  type EndpointOptions,
  type Knobs as EndpointKnobs,
  type ListeningEndpoint,
  listen as listenEndpoint,
  type Mechanism as EndpointMechanism,
  type Piece as TemplatePiece,
  parseKnobs as parseEndpointKnobs,
  type RealModel,
  realModel,
  type SimulatedEndpoint,
  simulatedEndpoint,
  type Truth as EndpointTruth,
  type Turn as TemplateTurn,
  truthOf as endpointTruth,
  type View as TemplateView,
  type WritingModel,
} from "./endpoints/index.ts";
export { type OfficeLabel, type OfficeRunsOptions, officeRuns } from "./office/runs.ts";
