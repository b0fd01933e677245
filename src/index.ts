// The public door of the library: everything that can be imported from "credence". Statistics and worlds have doors of their own too.

export { ask, type Form, type Question } from "./asking/form.ts";
export { rating } from "./asking/rating.ts";
export type { Request } from "./asking/request.ts";
export { byRule, type ScoreRule } from "./asking/score-rule.ts";
export { state } from "./asking/state.ts";
export { nextTurn } from "./asking/turn.ts";
export { words } from "./asking/words.ts";
export { yesNo } from "./asking/yes-no.ts";
export type { Answer } from "./claims/answer.ts";
export type { Claim, ClaimResult, GateResult, Verdict } from "./claims/claim.ts";
export { type Credence, credence } from "./claims/credence.ts";
export { claim, type Evidence, type Resolvable } from "./claims/decide.ts";
export type { Region } from "./claims/region.ts";
export type { Rule } from "./claims/rule.ts";
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
export * from "./stats/index.ts";
export { studies, studyNamed } from "./studies/all.ts";
export { predict, registerBeliefs } from "./study/beliefs.ts";
export type { Cost, CostLine, Envelope } from "./study/envelope.ts";
export type { EventSink, RunEvent } from "./study/events.ts";
export { quietRun } from "./study/quiet-run.ts";
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
export { type StoredInputs, type StoredRows, storedInputs } from "./study/stored-inputs.ts";
export type {
  Analysis,
  AnalyzeContext,
  Block,
  Expected,
  Foreseen,
  ForeseenTrial,
  InputFile,
  LoadContext,
  Measuring,
  Outcomes,
  PlanContext,
  Presentation,
  Role,
  Study,
  Tools,
  TrialShape,
} from "./study/study.ts";
export { type Tally, type Tallying, tally } from "./study/tally.ts";
export { type Task, taskAddress, threads, type Workers } from "./study/workers.ts";
export * from "./worlds/index.ts";
