import assert from "node:assert/strict";
import { test } from "node:test";
import { scripted } from "../models/scripted/index.ts";
import { openRoles, rolesAtHand } from "./open-roles.ts";
import { quietRun } from "./quiet-run.ts";
import type { Role } from "./study.ts";

const role = (name: string, model: string, needs: Role["needs"] = [["generate"]]): Role => ({
  ...{ name, purpose: "answers", model, needs },
});

test("a reference in three roles, however it is written, is one model that is opened and closed once", async () => {
  const opened: string[] = [];
  let closed = 0;
  const open = (reference: string) => {
    opened.push(reference);
    return { ...scripted("m", () => ({ text: "" })), close: async () => void closed++ };
  };
  const roles = [role("a", "smollm2-135m"), role("b", "local:smollm2-135m"), role("c", "gemma3-270m")];
  const { models, close } = await openRoles(roles, quietRun(open));
  assert.deepEqual(opened, ["smollm2-135m", "gemma3-270m"]);
  assert.equal(models.get("a"), models.get("b"));
  assert.notEqual(models.get("a"), models.get("c"));
  await close();
  assert.equal(closed, 2);
});

test("a model that lacks what one of its roles needs is refused, beforehand too, and what was opened is closed", async () => {
  let closed = 0;
  const open = () => ({ ...scripted("m", () => ({ text: "" })), close: async () => void closed++ });
  const roles = [role("a", "scripted:m"), role("b", "scripted:m", [["hidden"]])];
  await assert.rejects(openRoles(roles, quietRun(open)), /cannot play the b \(answers\): it needs hidden/);
  await assert.rejects(
    rolesAtHand(roles, async () => open()),
    /cannot play the b/,
  );
  assert.equal(closed, 2);
});
