// A chat-completions server whose model acts in an office by calling tools, and answers yes or no when it is asked to judge.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { TestContext } from "node:test";
import { type Conduct, isQuestion, nextTurn, type Said, suspicion } from "../monitor/office-agent.ts";

/** Starts one on loopback; the address ends with the model's name. */
export async function officeAgentServer(
  t: TestContext,
  conduct: Conduct,
  lenience: { readonly quoted: number; readonly own: number },
): Promise<{ readonly url: string; readonly asked: { turns: number; questions: number } }> {
  const asked = { turns: 0, questions: 0 };
  const server = createServer((request, response) => {
    let body = "";
    request.setEncoding("utf8").on("data", (text: string) => {
      body += text;
    });
    request.on("end", () => {
      response.setHeader("content-type", "application/json");
      if (isQuestion(body)) {
        asked.questions++;
        response.end(JSON.stringify(judged(suspicion(body, lenience))));
        return;
      }
      asked.turns++;
      response.end(JSON.stringify(acted(JSON.parse(body).messages, conduct)));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/v1#office`, asked };
}

function acted(messages: readonly Said[], conduct: Conduct): unknown {
  const calls = nextTurn(messages, conduct).map((call, index) => ({
    id: `call_${messages.length}_${index}`,
    type: "function",
    function: { name: call.name, arguments: JSON.stringify(call.arguments) },
  }));
  const message =
    calls.length === 0
      ? { role: "assistant", content: "That is done." }
      : { role: "assistant", content: null, tool_calls: calls };
  return completion(message, calls.length === 0 ? "stop" : "tool_calls");
}

function judged(logit: number): unknown {
  const yes = -Math.log1p(Math.exp(-logit));
  const no = -Math.log1p(Math.exp(logit));
  const top = [
    { token: "yes", logprob: yes, bytes: [121, 101, 115] },
    { token: "no", logprob: no, bytes: [110, 111] },
  ];
  const first = yes >= no ? top[0] : top[1];
  return completion({ role: "assistant", content: first?.token }, "length", {
    content: [{ ...first, top_logprobs: top }],
  });
}

function completion(message: unknown, reason: string, logprobs: unknown = null): unknown {
  return {
    id: "x",
    object: "chat.completion",
    created: 0,
    model: "office",
    choices: [{ index: 0, finish_reason: reason, message, logprobs }],
    usage: { prompt_tokens: 100, completion_tokens: 5, total_tokens: 105 },
  };
}
