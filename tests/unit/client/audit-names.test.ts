import { describe, expect, it } from "vitest";
import { prepareChanges } from "@/lib/client/settings/audit-detail";
import { readOpenInvitation } from "@/lib/client/settings/audit-names";
import { LOCALES } from "@/lib/domain/locales";
import { messagesByLocale } from "@/lib/i18n/messages";
import { linkTarget } from "@/lib/server/team/link-target";

const LINK = { id: "l1", kind: "invitation", email: null, role: "operator", userId: null } as const;

describe("what the audit log names", () => {
  const read = (link: Parameters<typeof linkTarget>[0]) => {
    const { kind, name } = linkTarget(link, () => null);
    return readOpenInvitation({ targetKind: kind, targetName: name });
  };

  it("shows an invitation for nobody's address by its role, and every other link by the name it has", () => {
    expect(read(LINK)).toBe("operator");
    expect(read({ ...LINK, email: "ada@banwatch.example" })).toBeNull();
    expect(readOpenInvitation({ targetKind: "link", targetName: "invitation: captain" })).toBeNull();
    expect(readOpenInvitation({ targetKind: "person", targetName: "invitation: operator" })).toBeNull();
    expect(readOpenInvitation({ targetKind: null, targetName: null })).toBeNull();
  });

  it("has words in every language for each way through the identity provider, let in or not, and each kind of link", () => {
    const outcomes = [", first time", ": unverified", ": domain", ": removed", ": not-invited", ": not-linked"];
    const changes = [
      ...outcomes.map((outcome) => ({ field: "way", before: null, after: `identity provider${outcome}` })),
      { field: "kind", before: null, after: "invitation" },
      { field: "kind", before: null, after: "reset" },
    ];
    const values = prepareChanges({ changes }).map(({ after }) => after);
    for (const locale of LOCALES) {
      const { way, link } = messagesByLocale[locale].settings.audit;
      const words = values.map((value) =>
        value.kind === "way" ? way[value.way] : value.kind === "link" ? link[value.link] : undefined,
      );
      expect(words.every((text) => typeof text === "string")).toBe(true);
      expect(new Set(words).size).toBe(changes.length);
    }
  });
});
