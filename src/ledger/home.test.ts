import assert from "node:assert/strict";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { test } from "node:test";
import { homeFolder } from "./home.ts";

test("CREDENCE_HOME goes before everything and is made absolute", () => {
  assert.equal(homeFolder({ CREDENCE_HOME: "/somewhere", XDG_DATA_HOME: "/x" }, "linux"), "/somewhere");
  assert.equal(homeFolder({ CREDENCE_HOME: "beside" }, "darwin"), resolve("beside"));
});

test("each platform has its place; what is empty or relative is passed over", () => {
  const usual = join(homedir(), ".local", "share", "credence");
  assert.equal(homeFolder({ CREDENCE_HOME: "", XDG_DATA_HOME: "/data" }, "linux"), "/data/credence");
  assert.equal(homeFolder({}, "linux"), usual);
  assert.equal(homeFolder({ XDG_DATA_HOME: "" }, "linux"), usual);
  assert.equal(homeFolder({ XDG_DATA_HOME: "relative" }, "linux"), usual);
  assert.equal(homeFolder({}, "darwin"), join(homedir(), "Library", "Application Support", "credence"));
  assert.equal(homeFolder({ APPDATA: "/roaming" }, "win32"), join("/roaming", "credence"));
  assert.equal(homeFolder({ APPDATA: "" }, "win32"), join(homedir(), "AppData", "Roaming", "credence"));
});
