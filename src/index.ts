// The public door of the library: everything that can be imported from "credence".

export type { Claim, ClaimResult, GateResult, Verdict } from "./claims/claim.ts";
export { type Credence, credence } from "./claims/credence.ts";
export { type CredenceScore, scoreCredence } from "./claims/score.ts";
export { CredenceError, type ErrorCode, type ErrorDetails } from "./core/error.ts";
export type { ModelIdentity, Price, RegisteredModel } from "./core/identity.ts";
export { canonicalJson, contentHash, type Json, type JsonObject, sha256 } from "./core/json.ts";
export type {
  AgentRun,
  AssistantMessage,
  InputMessage,
  Message,
  ToolCall,
  ToolDefinition,
  ToolMessage,
} from "./core/message.ts";
export type { Measured, Missing, Outcome, Usage } from "./core/outcome.ts";
export { type Mapped, type MappedRun, mapRuns, type RunMapping } from "./data/mapping.ts";
export { type RunsRead, readRuns } from "./data/runs.ts";
export { actionsOnly, quotedTranscript, runText } from "./data/transcript.ts";
export { openLedger } from "./ledger/index.ts";
export type {
  Ledger,
  OutcomeRecord,
  Registration,
  RunRecord,
  RunStatus,
  RunSummary,
} from "./ledger/ledger.ts";
export type {
  CallOptions,
  Capabilities,
  CapabilityName,
  ChatPrompt,
  ChooseRequest,
  Chosen,
  Generated,
  GenerateRequest,
  HiddenRequest,
  Model,
  OpenOptions,
  Prompt,
  RawExchange,
  Rendered,
  Reply,
  Scored,
  ScoreRequest,
  TemplateRequest,
  TextPrompt,
  WireEvent,
  WireReply,
  WireRequest,
} from "./models/model.ts";
export { openModel } from "./models/open.ts";
export { type ScriptedHandler, type ScriptedReply, scripted } from "./models/scripted/index.ts";
export { type Served, serveHandler } from "./models/scripted/serve.ts";
export type {
  Block as ReportBlock,
  Callout,
  Cell,
  Code,
  Column,
  Details,
  Facts,
  Figure,
  Heading,
  Headline,
  Listing,
  Paragraph,
  Report,
  Table,
} from "./report/blocks.ts";
export { renderHtml } from "./report/html.ts";
export { renderMarkdown } from "./report/markdown.ts";
export { renderTerminal } from "./report/terminal.ts";
export { auroc, aurocBounds, withinAuroc } from "./stats/auroc.ts";
export { type BlockBootstrapOptions, blockBootstrap } from "./stats/block-bootstrap.ts";
export { type Calibration, calibration, type ReliabilityBin } from "./stats/calibration.ts";
export { type RocBootstrap, type RocBootstrapInput, rocBootstrap } from "./stats/cluster-bootstrap.ts";
export {
  crpsLogNormal,
  crpsNormal,
  crpsNormalRightCensored,
  crpsSample,
  crpsT,
  crpsTRightCensored,
} from "./stats/crps.ts";
export { type DieboldMariano, type DieboldMarianoOptions, dieboldMariano } from "./stats/diebold-mariano.ts";
export { logPredictive, posteriorPredictiveP } from "./stats/dirichlet-multinomial.ts";
export {
  anytimeLower,
  anytimeUpper,
  type BetaPrior,
  type ConfidenceSequence,
  confidenceSequence,
  confidenceSequenceStep,
  type EProcess,
  eProcess,
  eProcessStep,
  logEAtMost,
} from "./stats/e-process.ts";
export { groupFolds } from "./stats/folds.ts";
export { type Answered, type HiddenRate, type HiddenRateEnd, hiddenRate } from "./stats/hidden-rate.ts";
export type { Interval } from "./stats/interval.ts";
export { intervalScore, weightedIntervalScore } from "./stats/interval-score.ts";
export { type ItemCounts, itemCorrelation } from "./stats/item-correlation.ts";
export { logScoreLogNormal, logScoreNormal, logScoreRightCensored, logScoreT } from "./stats/log-score.ts";
export { naiveBayesScores } from "./stats/naive-bayes.ts";
export { type ClusteredAuroc, type ObuchowskiResult, obuchowski } from "./stats/obuchowski.ts";
export { type LeastSquares, type Line, leastSquares, leastSquaresLine } from "./stats/ols.ts";
export { pitHistogram, pitNormal, pitT } from "./stats/pit.ts";
export { clopperPearson } from "./stats/proportion.ts";
export { type Random, random } from "./stats/random.ts";
export { type RocCurve, rocCurve, safetyAtBudget, tprAtFpr } from "./stats/roc.ts";
export {
  bernoulliLogRatio,
  type Sprt,
  type SprtDecision,
  type SprtDesign,
  type SprtOperation,
  sprt,
  sprtBoundaries,
  sprtExpectedCalls,
  sprtOperation,
  sprtStep,
} from "./stats/sprt.ts";
export {
  type BayesFactor,
  bayesFactors,
  type ItemEvidence,
  type Posterior,
  type TemperedPosterior,
  type Tempering,
  temperedPosterior,
} from "./stats/tempered-posterior.ts";
export {
  type TwoSampleBlock,
  type TwoSampleEProcess,
  twoSampleEProcess,
  twoSampleStep,
} from "./stats/two-sample-e-process.ts";
export { upperBound } from "./stats/upper-bound.ts";
export { studies, studyNamed } from "./studies/index.ts";
export { predict, registerBeliefs } from "./study/beliefs.ts";
export type { Cost, CostLine, Envelope } from "./study/envelope.ts";
export type { EventSink, RunEvent } from "./study/events.ts";
export type {
  Beliefs,
  Finished,
  Prepared,
  PrepareOptions,
  ReportOptions,
  RunnableStudy,
  RunOptions,
  StopSignals,
} from "./study/runnable.ts";
export { runnableStudy } from "./study/runnable-study.ts";
export type {
  Analysis,
  AnalyzeContext,
  Block,
  Estimate,
  InputFile,
  LoadContext,
  Outcomes,
  PlanContext,
  Presentation,
  Role,
  Study,
  Tools,
  TrialShape,
} from "./study/study.ts";
export { type Task, taskAddress, threads, type Workers } from "./study/workers.ts";
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
} from "./worlds/endpoints/index.ts";
