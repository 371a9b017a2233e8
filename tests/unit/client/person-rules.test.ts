import { describe, expect, it } from "vitest";
import { changesOwnPassword, readPersonOptions } from "@/lib/client/settings/person-rules";
import type { Person } from "@/lib/contracts/people";
import type { Viewer } from "@/lib/contracts/session";
import { ROLES, type Role } from "@/lib/domain/roles";

const viewer = (role: Role): Viewer => ({ id: "me", name: "Me", email: "m@x.test", role, totp: false, password: true });
const person = (role: Role, id = "other"): Person => ({
  ...viewer(role),
  id,
  identityProvider: false,
  createdAtMs: 0,
  lastSignInAtMs: null,
});

describe("readPersonOptions", () => {
  it("offers nothing to viewers and operators", () => {
    for (const role of ["viewer", "operator"] as const) {
      for (const other of ROLES) {
        expect(readPersonOptions(viewer(role), person(other))).toEqual({
          roles: [],
          canRemove: false,
          canReset: false,
        });
      }
    }
  });

  it("offers an admin no role above their own, and nothing about an owner", () => {
    expect(readPersonOptions(viewer("admin"), person("viewer")).roles).toEqual(["viewer", "operator", "admin"]);
    expect(readPersonOptions(viewer("admin"), person("owner"))).toEqual({
      roles: [],
      canRemove: false,
      canReset: false,
    });
  });

  it("lets nobody remove themselves", () => {
    const options = readPersonOptions(viewer("owner"), person("owner", "me"));
    expect(options).toMatchObject({ canRemove: false, canReset: false });
    expect(options.roles).toEqual(ROLES);
  });

  it("offers a new password only where there is a password", () => {
    expect(readPersonOptions(viewer("owner"), person("viewer")).canReset).toBe(true);
    expect(readPersonOptions(viewer("owner"), { ...person("viewer"), password: false }).canReset).toBe(false);
  });
});

describe("changesOwnPassword", () => {
  it("is so in the own row alone, and only with a password here", () => {
    expect(changesOwnPassword(viewer("admin"), person("admin", "me"))).toBe(true);
    expect(changesOwnPassword(viewer("admin"), { ...person("admin", "me"), password: false })).toBe(false);
    expect(changesOwnPassword(viewer("admin"), person("admin"))).toBe(false);
  });
});
