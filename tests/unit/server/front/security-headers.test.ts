import { describe, expect, it } from "vitest";
import { createSecurityHeaders, pagePolicy } from "@/lib/server/front/security-headers";

const directive = (policy: string, name: string) => policy.split("; ").find((part) => part.startsWith(`${name} `));

describe("the policy of a page", () => {
  const policy = pagePolicy("bm9uY2U", false);

  it("runs no script and takes no style element without the nonce", () => {
    expect(directive(policy, "script-src")).toBe("script-src 'self' 'nonce-bm9uY2U' 'strict-dynamic'");
    expect(directive(policy, "style-src-elem")).toBe("style-src-elem 'self' 'nonce-bm9uY2U'");
    expect(policy).not.toContain("unsafe-eval");
    expect(policy.replace("style-src-attr 'unsafe-inline'", "")).not.toContain("unsafe-inline");
  });

  it("lets nobody frame the page, move its base or take its forms and connections elsewhere", () => {
    for (const part of ["frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'", "connect-src 'self'"]) {
      expect(policy.split("; ")).toContain(part);
    }
  });

  it("gives way to reloads in development alone", () => {
    expect(directive(pagePolicy("n", true), "script-src")).toContain("'unsafe-eval'");
    expect(directive(pagePolicy("n", true), "connect-src")).toContain("ws:");
  });
});

describe("security headers", () => {
  it("promise TLS only where the public address has it", () => {
    const overTls = createSecurityHeaders("https://ban.example").data;
    const [, maxAge] = /^max-age=(\d+)$/.exec(overTls["strict-transport-security"] ?? "") ?? [];
    expect(Number(maxAge)).toBeGreaterThanOrEqual(365 * 86_400);
    for (const publicUrl of ["http://ban.example", null]) {
      const { data, file, page } = createSecurityHeaders(publicUrl);
      for (const headers of [data, file, page("")]) expect(headers).not.toHaveProperty("strict-transport-security");
    }
  });

  it("allow nothing to what is no page", () => {
    expect(createSecurityHeaders(null).data["content-security-policy"]).toContain("default-src 'none'");
  });
});
