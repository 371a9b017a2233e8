import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isOwnName } from "@/lib/server/front/own-name";
import { readPath } from "@/lib/server/front/read-path";
import { kindOfRequest, toProxyPath } from "@/lib/server/front/request-kind";

describe("a request's path", () => {
  it.each([
    ["//createTask?a=//b", "/createTask?a=//b"],
    ["http://elsewhere.example/errors?x", "/errors?x"],
    ["/a%20b", "/a%20b"],
    ["/well..known/.hidden", "/well..known/.hidden"],
  ])("of %s is read as %s", (url, path) => expect(readPath(url)).toBe(path));

  it.each([
    "/_next/static/../../errors",
    "/api/%2e%2e/errors",
    "/./errors",
    "/api/%2E./errors",
    "/api\\..\\errors",
    "/api%2f..%2ferrors",
    "/a%5cb",
    "/a%00",
    "/%",
    "errors",
    "*",
    "",
  ])("that could be read in two ways is refused: %s", (url) => expect(readPath(url)).toBeNull());

  it("is null or begins with one slash, whatever was sent", () => {
    const url = fc.oneof(
      fc.string(),
      fc.string().map((text) => `/${text}`),
    );
    fc.assert(
      fc.property(url, (text) => {
        const path = readPath(text);
        if (path !== null) expect(path).toMatch(/^\/(?!\/)/);
      }),
    );
  });
});

describe("what a request is about", () => {
  it.each([
    ["GET", "/", "page"],
    ["HEAD", "/errors", "page"],
    ["GET", "/createTask", "none"],
    ["HEAD", "/getBalance/", "none"],
    ["GET", "/createtask", "page"],
    ["GET", "/%61pi/accounts", "page"],
    ["GET", "/apis", "page"],
    ["GET", "/_next/static/chunks/a.js", "static"],
    ["GET", "/icon.svg", "static"],
    ["GET", "/push-worker.js", "static"],
    ["GET", "/push-worker.js/more", "page"],
    ["GET", "/_next/image", "none"],
    ["GET", "/_next/data/x/errors.json", "none"],
    ["GET", "/api/accounts", "api"],
    ["DELETE", "/api/accounts/1", "api"],
    ["POST", "/api/proxy/createTask", "call"],
    ["POST", "/createTask", "call"],
    ["POST", "/errors", "call"],
    ["POST", "/", "none"],
    ["POST", "/errors/more", "none"],
    ["PUT", "/errors", "none"],
    ["TRACE", "/api/health", "none"],
    ["TRACE", "/api/proxy/createTask", "none"],
    ["POST", "/_next/static/a.js", "none"],
  ] as const)("%s %s is: %s", (method, path, kind) => expect(kindOfRequest(method, path, false)).toBe(kind));

  it("sends a call at the root to the proxy, so that a POST never reaches a page", () => {
    expect(toProxyPath("/errors?a=b?c")).toBe("/api/proxy/errors?a=b?c");
    expect(toProxyPath("/createTask/")).toBe("/api/proxy/createTask");
    expect(toProxyPath("/api/proxy/createTask")).toBe("/api/proxy/createTask");
  });
});

describe("the name that a request is for", () => {
  it.each([
    ["localhost:3000", true],
    ["127.0.0.1", true],
    ["127.8.8.8:1", true],
    ["[::1]:3000", true],
    ["ban.example:443", true],
    ["evil.example:3000", false],
    ["localhost.evil.example", false],
    ["", false],
  ])("%s on the loopback: %s", (header, isOwn) => {
    expect(isOwnName(header, "127.0.0.1", "https://ban.example")).toBe(isOwn);
  });

  it("may be any where others can reach the server anyway", () => {
    expect(isOwnName("evil.example", "0.0.0.0", null)).toBe(true);
  });
});
