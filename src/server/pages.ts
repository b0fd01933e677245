import { html } from "hono/html";
import type { Prediction } from "../claims/register.ts";
import { argumentsText, type Message } from "../core/message.ts";
import type { ScoredRun, ScoringArm } from "../data/scored-runs.ts";
import type { OutcomeRecord, RunRecord, RunSummary } from "../ledger/ledger.ts";
import { formatNumber } from "../report/format.ts";
import { line, type Markup, page, tableMarkup, text } from "./layout.ts";
import { type Asked, type OutcomeRow, pageRows, type SortBy } from "./outcome-rows.ts";

/** What the list of runs is narrowed to; it stands in the address. */
export interface RunsAsked {
  readonly study: string;
  readonly text: string;
}

/** All runs that fit, newest first, with a form to compare two. */
export function runsPage(all: readonly RunSummary[], { study, text: words }: RunsAsked): Markup {
  const found = all.filter(
    (run) =>
      (study === "" || run.study === study) &&
      (words === "" || JSON.stringify(run).toLowerCase().includes(words.toLowerCase())),
  );
  const studies = [...new Set(all.map((run) => run.study))].toSorted();
  return page(
    "Runs",
    html`<form class="bar" method="get" action="/">
<label>study <select name="study"><option value="">all</option>${studies.map((name) => html`<option ${name === study ? "selected" : ""}>${name}</option>`)}</select></label>
<label>words <input type="search" name="text" value="${words}" placeholder="model, verdict, folder"></label><button>Filter</button></form>
<p>${found.length} of ${all.length} runs.</p>
<form method="get" action="/compare">${tableMarkup(
      "Runs",
      ["A", "B", "run", "study", "began", "status", "models", "claims"],
      found.map((run) => [
        html`<input type="radio" name="a" value="${run.id}" aria-label="A: ${run.id}">`,
        html`<input type="radio" name="b" value="${run.id}" aria-label="B: ${run.id}">`,
        html`<a href="/run/${run.id}">${run.id.slice(0, 8)}</a>`,
        run.study,
        run.at.slice(0, 16).replace("T", " "),
        run.status,
        line(run.models.join(", ")),
        html`${Object.entries(run.verdicts).map(([claim, verdict]) => html`<span class="${verdict}">${claim} ${verdict}</span> `)}`,
      ]),
    )}<div class="bar"><button>Compare A with B</button></div></form>`,
  );
}

/** One run: where to go from here; while it measures, how far it is. */
export function runPage(run: RunRecord, answer: string): Markup {
  const { id, registration, status, outcomes, notes, folder } = run;
  const running = status === "running";
  return page(
    `${registration.study} ${id.slice(0, 8)}`,
    html`<p>${status}${running ? html`: ${outcomes} outcomes so far; this page looks again every five seconds.` : ""}</p>
${answer === "" ? "" : html`<p class="sentence">${line(answer)}</p>`}
<ul><li><a href="/run/${id}/report">Report</a></li><li><a href="/run/${id}/outcomes">Outcomes (${outcomes})</a></li></ul>
${notes.map((note) => html`<p class="callout warning">${line(note)}</p>`)}
<dl><dt>began</dt><dd>${registration.at}</dd><dt>models</dt><dd>${line(
      Object.values(registration.models)
        .map(({ reference }) => reference)
        .join(", ") || "none",
    )}</dd><dt>folder</dt><dd>${line(folder)}</dd></dl>`,
    { refresh: running ? 5 : 0 },
  );
}

const titles: Readonly<Record<SortBy, string>> = {
  number: "no.",
  arm: "arm",
  item: "item",
  status: "status",
  figure: "value",
  seconds: "seconds",
};

/** Outcomes as a table that is sorted and filtered by its address. */
export function outcomesPage(
  { id }: RunRecord,
  asked: Asked,
  all: readonly OutcomeRow[],
  { found, rows }: { readonly found: number; readonly rows: readonly OutcomeRow[] },
): Markup {
  const address = (change: Partial<Asked>): string => {
    const { arm, status, text: words, sort, down, page: number } = { ...asked, page: 0, ...change };
    const query = new URLSearchParams({
      arm,
      status,
      text: words,
      sort,
      down: down ? "1" : "",
      page: String(number),
    });
    return `/run/${id}/outcomes?${query}`;
  };
  const choice = (name: "arm" | "status", values: readonly string[]): Markup =>
    html`<label>${name} <select name="${name}"><option value="">all</option>${values.map((value) => html`<option ${value === asked[name] ? "selected" : ""}>${line(value)}</option>`)}</select></label>`;
  const names = (of: (row: OutcomeRow) => string): string[] => [...new Set(all.map(of))].toSorted();
  const columns: readonly SortBy[] = ["number", "arm", "item", "status", "figure", "seconds"];
  return page(
    `Outcomes of ${id.slice(0, 8)}`,
    html`<form class="bar" method="get">${choice(
      "arm",
      names(({ arm }) => arm),
    )}${choice("status", [...new Set(["scored", "missing", ...names(({ status }) => status)])])}
<label>words <input type="search" name="text" value="${asked.text}"></label><button>Filter</button></form>
<p>${found} of ${all.length} outcomes${found > pageRows ? html`, ${asked.page * pageRows + 1} to ${asked.page * pageRows + rows.length}` : ""}.
${asked.page > 0 ? html`<a href="${address({ page: asked.page - 1 })}" rel="prev">before</a>` : ""} ${(asked.page + 1) * pageRows < found ? html`<a href="${address({ page: asked.page + 1 })}" rel="next">next</a>` : ""}</p>
${tableMarkup(
  "Outcomes",
  columns.map(
    (name) =>
      html`<a href="${address({ sort: name, down: asked.sort === name && !asked.down })}">${titles[name]}${asked.sort === name ? (asked.down ? " ↓" : " ↑") : ""}</a>`,
  ),
  rows.map(({ number, arm, item, status, shown, seconds }) => [
    String(number),
    line(arm),
    html`<a href="/run/${id}/item/${encodeURIComponent(item)}">${line(item.slice(0, 24))}</a>`,
    line(status),
    line(shown),
    formatNumber(seconds, 2),
  ]),
)}`,
  );
}

/** One item: what every arm made of it, beside its transcript where the study reads agent runs. */
export function itemPage(
  { id }: RunRecord,
  item: string,
  records: readonly OutcomeRecord[],
  scored: { readonly run: ScoredRun; readonly arms: readonly ScoringArm[] } | null,
): Markup {
  const scores =
    scored === null
      ? ""
      : html`<h2>Scores</h2><p>${line(scored.run.run.id)}: ${line(scored.run.label)}${scored.run.positive ? " (the harmful thing happened)" : ""}, group ${line(scored.run.group)}</p>${tableMarkup(
          "Scores",
          ["arm", "kind", "score", "why not"],
          scored.arms.map(({ id: arm, kind }, i) => {
            const { score = null, why = null } = scored.run.scores[i] ?? {};
            return [
              line(arm),
              line(kind),
              score === null ? "–" : formatNumber(score, 3),
              line(why?.reason ?? ""),
            ];
          }),
        )}<h2>Transcript</h2>${scored.run.run.messages.map(turnMarkup)}`;
  return page(
    `Item ${item.slice(0, 24)}`,
    html`<p><a href="/run/${id}/outcomes">All outcomes of ${id.slice(0, 8)}</a></p>${scores}
<h2>As measured</h2>${records.map(
      ({ trial, result }) =>
        html`<details><summary>${line(`${trial.arm ?? ""} ${"value" in result ? "" : `(${result.missing.kind})`}`)}</summary><pre><code>${text(JSON.stringify({ trial, result }, null, 2))}</code></pre></details>`,
    )}`,
  );
}

function turnMarkup(message: Message, index: number): Markup {
  const calls = message.role === "assistant" ? (message.toolCalls ?? []) : [];
  return html`<section class="turn ${message.role}"><b>${index + 1} ${message.role}</b>
${(message.content ?? "") === "" ? "" : html`<pre>${text(message.content ?? "")}</pre>`}${calls.map((call) => html`<pre>${text(`calls ${call.name} ${argumentsText(call)}`)}</pre>`)}</section>`;
}

/** What was believed and what was found, claim by claim, in the order in which it was said. */
export function claimsPage(predictions: readonly Prediction[]): Markup {
  return page(
    "Claims",
    predictions.length === 0
      ? html`<p>Nothing has been predicted yet: credence predict monitor/C1 0.3</p>`
      : tableMarkup(
          "Predictions",
          ["claim", "said", "P(true)", "state", "verdict", "run", "Brier", "log"],
          predictions.map(({ claim, at, probability, state, verdict, run, score }) => [
            claim,
            at.slice(0, 10),
            probability === null ? "–" : formatNumber(probability, 2),
            state,
            verdict === null ? "–" : html`<span class="${verdict}">${verdict}</span>`,
            run === null ? "–" : html`<a href="/run/${run}">${run.slice(0, 8)}</a>`,
            score === null ? "–" : formatNumber(score.brier, 3),
            score === null ? "–" : formatNumber(score.log, 3),
          ]),
        ),
  );
}
