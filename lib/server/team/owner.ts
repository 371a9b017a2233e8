import { createHash, randomBytes, randomUUID, timingSafeEqual } from "node:crypto";

import type { Ownership, SetUpOwnerRequest } from "@/lib/contracts/session";
import { createAuditRecord } from "../audit/audit-record";
import { RequestError } from "../request-error";
import type { PersonStore } from "../store/people";
import { type AuditActor, PROVISIONING } from "./actor";
import { hashPassword } from "./passwords";

/** The first person, who owns the installation. */
export interface Owner {
  ownership(): Ownership;
  /**
   * The code that the first visitor has to know, because others can reach the server as well. Null where it is not asked
   * for.
   */
  readonly code: string | null;
  /**
   * Creates the owner.
   *
   * @throws {RequestError} 409 when there is one, 403 when the code is wrong
   */
  setUp(request: SetUpOwnerRequest, callerAddress: string | null): Promise<void>;
  /** Creates the owner that the environment names, unless there is one. */
  declare(owner: { email: string; password: string }): Promise<void>;
}

/** 128 random bits (OWASP ASVS 5, 11.5.1), in a form that can be typed. */
const createCode = () => (randomBytes(16).toString("hex").toUpperCase().match(/.{4}/g) ?? []).join("-");

const digest = (text: string) => createHash("sha256").update(text).digest();

const isSame = (given: string, code: string) =>
  timingSafeEqual(digest(given.replaceAll(/[\s-]/g, "").toUpperCase()), digest(code.replaceAll("-", "")));

export async function openOwner(parts: {
  readonly people: PersonStore;
  readonly needsCode: boolean;
  readonly now: () => number;
}): Promise<Owner> {
  const { people, now } = parts;
  let owned = (await people.count()) > 0;
  const code = parts.needsCode && !owned ? createCode() : null;

  const create = async (
    person: { name: string; email: string; password: string },
    by: { callerAddress: string | null } | AuditActor,
  ): Promise<boolean> => {
    const { name, email, password } = person;
    const id = randomUUID();
    const audit = createAuditRecord(
      "kind" in by ? by : { kind: "person", id, name, ...by },
      {
        action: "person.created",
        target: { kind: "person", id, name },
        changes: [
          { field: "email", before: null, after: email },
          { field: "role", before: null, after: "owner" },
        ],
      },
      now(),
    );
    const passwordHash = await hashPassword(password);
    const refusal = await people.createOwner(
      { id, name, email, emailVerified: true, role: "owner", passwordHash },
      audit,
    );
    owned = true;
    return refusal === null;
  };

  return {
    code,
    ownership: () => (owned ? "owned" : code === null ? "unowned" : "unowned-needs-code"),
    setUp: async (request, callerAddress) => {
      const refuse = () =>
        new RequestError(409, "owned_already", "Somebody owns this Banwatch already. Ask them for an invitation.");
      if (owned) throw refuse();
      if (code !== null && !isSame(request.code ?? "", code)) {
        const message = "is not the one that Banwatch printed in its log at its last start";
        throw new RequestError(403, "wrong_code", `The code ${message}.`, { fields: [{ field: "code", message }] });
      }
      if (!(await create(request, { callerAddress }))) throw refuse();
    },
    declare: async ({ email, password }) => {
      if (!owned) await create({ name: email.split("@")[0] ?? email, email, password }, PROVISIONING);
    },
  };
}
