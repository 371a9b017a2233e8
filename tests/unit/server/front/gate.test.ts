import { describe, expect, it } from "vitest";
import { decideAtGate } from "@/lib/server/front/gate";

const page = (url: string, isSignedIn: boolean) => ({ kind: "page" as const, url, isSignedIn });
const SERVED = { kind: "serve" };
const go = (location: string) => ({ kind: "go", location });

describe("the gate of an owned installation", () => {
  it.each(["/sign-in", "/sign-in/", "/sign-in?next=%2Ferrors", "/invitation", "/invitation/abc"])(
    "shows %s to everybody",
    (url) => expect(decideAtGate(page(url, false), "owned")).toEqual(SERVED),
  );

  it.each([
    ["/", "/sign-in"],
    ["/errors", "/sign-in?next=%2Ferrors"],
    ["/errors/", "/sign-in?next=%2Ferrors%2F"],
    ["/errors?account=a&code=b?c", "/sign-in?next=%2Ferrors%3Faccount%3Da%26code%3Db%253Fc"],
    ["/errors?_rsc=1a2b3", "/sign-in?next=%2Ferrors"],
    ["/setup", "/sign-in?next=%2Fsetup"],
    ["/sign-in/more", "/sign-in?next=%2Fsign-in%2Fmore"],
    ["/invitations", "/sign-in?next=%2Finvitations"],
    ["/no-such-page", "/sign-in?next=%2Fno-such-page"],
    ["/%73ign-in", "/sign-in?next=%2F%2573ign-in"],
  ])("sends who is not signed in from %s to sign in, and back", (url, location) => {
    expect(decideAtGate(page(url, false), "owned")).toEqual(go(location));
  });

  it("serves whoever is signed in every page but the one to sign in", () => {
    for (const url of ["/", "/errors?x=1", "/setup", "/invitation"]) {
      expect(decideAtGate(page(url, true), "owned")).toEqual(SERVED);
    }
    expect(decideAtGate(page("/sign-in?next=%2Ferrors", true), "owned")).toEqual(go("/"));
  });

  it.each(["api", "call", "static"] as const)("leaves the kind %s to itself", (kind) => {
    expect(decideAtGate({ kind, url: "/whatever", isSignedIn: false }, "owned")).toEqual(SERVED);
  });
});

describe("the gate before there is an owner", () => {
  it.each(["unowned", "unowned-needs-code"] as const)("leads every page to the set-up (%s)", (ownership) => {
    for (const url of ["/", "/sign-in", "/errors?x=1", "/invitation/abc"]) {
      expect(decideAtGate(page(url, false), ownership)).toEqual(go("/setup"));
    }
    expect(decideAtGate(page("/setup", false), ownership)).toEqual(SERVED);
  });

  it.each([
    ["api", "/api/session", SERVED],
    ["api", "/api/health?deep=1", SERVED],
    ["api", "/api/setup/owner", SERVED],
    ["static", "/_next/static/a.js", SERVED],
    ["api", "/api/accounts", { kind: "set-up-first" }],
    ["api", "/api/sessions", { kind: "set-up-first" }],
    ["api", "/api/setup-more", { kind: "set-up-first" }],
    ["call", "/createTask", { kind: "set-up-first" }],
  ] as const)("answers to a network for %s %s as it should", (kind, url, decision) => {
    expect(decideAtGate({ kind, url, isSignedIn: false }, "unowned-needs-code")).toEqual(decision);
  });

  it("lets programs and the API through on a machine that nobody else reaches", () => {
    expect(decideAtGate({ kind: "call", url: "/createTask", isSignedIn: false }, "unowned")).toEqual(SERVED);
  });
});
