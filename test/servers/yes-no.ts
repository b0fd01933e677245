// A chat-completions server that answers yes or no with log-probabilities made from the request's bytes alone.
import { createHash } from "node:crypto";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { TestContext } from "node:test";

/** A server on loopback that counts what it was asked. */
export interface YesNoServer {
  readonly url: string;
  /** Requests answered in full. */
  readonly answered: () => number;
  /** Request bodies' hashes → how often each came. */
  readonly seen: ReadonlyMap<string, number>;
}

/** Starts one; `logit` maps a request's text to the log-odds of yes, `delay` is in milliseconds, `down` cuts connections off. */
export async function yesNoServer(
  t: TestContext,
  options: {
    readonly logit?: (body: string) => number;
    readonly delay?: () => number;
    readonly down?: () => boolean;
  } = {},
): Promise<YesNoServer> {
  const seen = new Map<string, number>();
  let answered = 0;
  const logit =
    options.logit ?? ((body) => (createHash("md5").update(body).digest().readUInt32BE(0) / 2 ** 32) * 6 - 3);
  const server = createServer((request, response) => {
    if (options.down?.() === true) return void request.socket.destroy();
    let body = "";
    request.setEncoding("utf8").on("data", (text: string) => {
      body += text;
    });
    request.on("end", () => {
      const hash = createHash("sha256").update(body).digest("hex");
      seen.set(hash, (seen.get(hash) ?? 0) + 1);
      setTimeout(() => {
        reply(response, logit(body), body.length);
        answered++;
      }, options.delay?.() ?? 0);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/v1#yes-no`, answered: () => answered, seen };
}

function reply(response: ServerResponse, logit: number, length: number): void {
  const yes = -Math.log1p(Math.exp(-logit)) - 0.01;
  const no = -Math.log1p(Math.exp(logit)) - 0.01;
  const said = yes >= no ? "yes" : "no";
  const top = [
    { token: "yes", logprob: yes, bytes: [121, 101, 115] },
    { token: "no", logprob: no, bytes: [110, 111] },
  ];
  response.setHeader("content-type", "application/json");
  response.end(
    JSON.stringify({
      id: "x",
      object: "chat.completion",
      created: 0,
      model: "yes-no",
      choices: [
        {
          index: 0,
          finish_reason: "length",
          message: { role: "assistant", content: said, refusal: null },
          logprobs: { content: [{ ...top[said === "yes" ? 0 : 1], top_logprobs: top }], refusal: null },
        },
      ],
      usage: {
        prompt_tokens: Math.ceil(length / 4),
        completion_tokens: 1,
        total_tokens: Math.ceil(length / 4) + 1,
      },
    }),
  );
}
