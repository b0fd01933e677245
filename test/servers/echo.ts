// A completions server that echoes a prompt with log-probabilities, words as tokens.
import { createHash } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { TestContext } from "node:test";
import { z } from "zod";

const body = z.object({ prompt: z.string() });

/**
 * Serves until the test ends.
 *
 * @param logProb of a token of a text, given how many requests came before
 * @returns the server's address as a model reference
 */
export async function echoServer(
  t: TestContext,
  logProb: (before: string, token: string, count: number) => number = byHash,
): Promise<string> {
  let count = 0;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const { prompt } = body.parse(JSON.parse(Buffer.concat(chunks).toString("utf8")));
      const found = [...prompt.matchAll(/\s*\S+/g)];
      const now = count++;
      const logprobs = {
        tokens: found.map(([token]) => token),
        token_logprobs: found.map(({ index, 0: token }) =>
          index === 0 ? null : logProb(prompt.slice(0, index), token, now),
        ),
        text_offset: found.map(({ index }) => index),
      };
      response.setHeader("content-type", "application/json");
      response.end(
        JSON.stringify({
          ...{ id: "c", object: "text_completion", created: 1, model: "m" },
          choices: [{ index: 0, text: prompt, finish_reason: "length", logprobs }],
          usage: { prompt_tokens: found.length, completion_tokens: 1, total_tokens: found.length + 1 },
        }),
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", () => resolve()));
  t.after(() => server.close());
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  return `http://127.0.0.1:${(address satisfies AddressInfo).port}/v1#m`;
}

function byHash(before: string, token: string): number {
  return -1 - (8 * createHash("md5").update(`${before}|${token}`).digest().readUInt16BE(0)) / 65536;
}
