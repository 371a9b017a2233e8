import { createHash, randomBytes, randomUUID } from "node:crypto";

import type {
  AcceptLinkRequest,
  CreateInvitationRequest,
  InvitationListResponse,
  ReadLinkResponse,
  SignInLink,
  SignInLinkResponse,
} from "@/lib/contracts/people";
import { grantableRoles } from "@/lib/domain/roles";
import { createAuditRecord, secretChange } from "../audit/audit-record";
import { RequestError } from "../request-error";
import type { PersonStore } from "../store/people";
import type { SignInLinkRecord, SignInLinkStore } from "../store/sign-in-links";
import type { Actor, AuditActor } from "./actor";
import { linkTarget } from "./link-target";
import { hashPassword } from "./passwords";
import { type PeopleService, toRequestError } from "./people-service";

/** A link for a new password is for now: somebody stands beside and waits for it. */
const RESET_HOURS = 24;
const HOUR_MS = 3_600_000;

/** Links that let somebody in once. Their tokens are told once and kept as a hash. */
export interface LinkService {
  /** Every link that can still be used. */
  listOpen(): Promise<InvitationListResponse>;
  /** @throws {RequestError} 403 for a role above one's own, 409 when somebody has the address already */
  invite(request: CreateInvitationRequest, by: Actor): Promise<SignInLinkResponse>;
  /** A link with which a person of the team sets a new password. It also takes their second factor off. */
  createReset(personId: string, by: Actor): Promise<SignInLinkResponse>;
  /** The same for whoever can run commands on the server. @throws {RequestError} 404 */
  createResetFor(email: string, by: AuditActor): Promise<SignInLinkResponse>;
  /** @throws {RequestError} 404 */
  revoke(id: string, by: Actor): Promise<void>;
  /** What a link is for. @throws {RequestError} 404 for one that is unknown, used, revoked or expired */
  read(token: string): Promise<ReadLinkResponse>;
  /**
   * Uses the link.
   *
   * @returns with what to sign in now
   * @throws {RequestError} 404 as `read`, 400 naming a field that is missing, 409 when the address is taken
   */
  accept(request: AcceptLinkRequest, callerAddress: string | null): Promise<{ email: string; password: string }>;
}

const hashToken = (token: string) => createHash("sha256").update(token).digest("hex");

export function createLinkService(parts: {
  readonly links: SignInLinkStore;
  readonly people: PersonStore;
  readonly team: PeopleService;
  /** The person whose right the link is made with; null for whom nobody can remove. */
  readonly personBehind: (actor: AuditActor) => string | null;
  readonly now: () => number;
}): LinkService {
  const { links, people, team, now } = parts;

  const toLink = ({ userId, createdById: _, ...record }: SignInLinkRecord): SignInLink => ({
    ...record,
    person: userId === null ? null : team.nameOf(userId),
  });

  const targetOf = (link: SignInLinkRecord) => linkTarget(link, team.nameOf);

  const save = async (
    link: Pick<SignInLinkRecord, "kind" | "email" | "role" | "userId"> & { expiresInHours: number },
    by: AuditActor,
  ): Promise<SignInLinkResponse> => {
    const { expiresInHours, ...rest } = link;
    const atMs = now();
    const token = randomBytes(32).toString("base64url");
    const expiresAtMs = atMs + expiresInHours * HOUR_MS;
    const made = { createdBy: by.name, createdById: parts.personBehind(by), createdAtMs: atMs };
    const record = { id: randomUUID(), ...rest, ...made, expiresAtMs };
    const changes = [
      { field: "kind", before: null, after: link.kind },
      { field: "role", before: null, after: link.role },
      { field: "person", before: null, after: link.userId === null ? null : team.nameOf(link.userId) },
    ].filter(({ after }) => after !== null);
    const audit = createAuditRecord(by, { action: "link.created", target: targetOf(record), changes }, atMs);
    await links.create(record, hashToken(token), audit);
    return { link: toLink(record), token };
  };

  const findOpen = async (token: string): Promise<SignInLinkRecord> => {
    const link = await links.findOpen(hashToken(token), now());
    if (link === null) throw toRequestError("link-spent");
    return link;
  };

  const missing = (field: string) =>
    new RequestError(400, "invalid_request", `${field} must be given`, {
      fields: [{ field, message: "must be given" }],
    });

  const acceptInvitation = async (link: SignInLinkRecord, request: AcceptLinkRequest, callerAddress: string | null) => {
    const email = link.email ?? request.email;
    if (request.name === undefined) throw missing("name");
    if (email === undefined) throw missing("email");
    const id = randomUUID();
    const role = link.role ?? "viewer";
    const by: AuditActor = { kind: "person", id, name: request.name, callerAddress };
    const target = { kind: "person", id, name: request.name } as const;
    const changes = [
      { field: "email", before: null, after: email },
      { field: "role", before: null, after: role },
      { field: "invitedBy", before: null, after: link.createdBy },
    ];
    const refusal = await people.createByLink(
      {
        id,
        name: request.name,
        email,
        // Only who made the link for an address vouches for it.
        emailVerified: link.email !== null,
        role,
        passwordHash: await hashPassword(request.password),
      },
      { tokenHash: hashToken(request.token), nowMs: now() },
      [
        createAuditRecord(by, { action: "link.used", target: targetOf(link) }, now()),
        createAuditRecord(by, { action: "person.created", target, changes }, now()),
      ],
    );
    if (refusal !== null) throw toRequestError(refusal);
    await team.refresh();
    return { email, password: request.password };
  };

  const acceptReset = async (link: SignInLinkRecord, request: AcceptLinkRequest, callerAddress: string | null) => {
    const person = link.userId === null ? null : await people.find(link.userId);
    if (person === null) throw toRequestError("link-spent");
    const by: AuditActor = { kind: "person", id: person.id, name: person.name, callerAddress };
    const changes = [secretChange("password"), { field: "secondFactor", before: null, after: "off" }];
    const refusal = await people.resetByLink(
      {
        userId: person.id,
        passwordHash: await hashPassword(request.password),
        tokenHash: hashToken(request.token),
        nowMs: now(),
      },
      [
        createAuditRecord(by, { action: "link.used", target: targetOf(link) }, now()),
        createAuditRecord(by, { action: "me.password-changed", changes }, now()),
      ],
    );
    if (refusal !== null) throw toRequestError(refusal);
    return { email: person.email, password: request.password };
  };

  return {
    listOpen: async () => {
      const open = await links.listOpen(now());
      return { serverNowMs: now(), invitations: open.map(toLink) };
    },
    invite: async ({ role, email, expiresInHours }, by) => {
      if (!grantableRoles(by.role).includes(role)) {
        throw new RequestError(403, "forbidden", `You are ${by.role}: you cannot invite somebody as ${role}.`);
      }
      const everybody = email === undefined ? [] : await people.list();
      if (everybody.some((person) => person.email === email)) throw toRequestError("email-taken");
      return save({ kind: "invitation", email: email ?? null, role, userId: null, expiresInHours }, by);
    },
    createReset: async (personId, by) => {
      const { id } = await team.findBelow(personId, by);
      return save({ kind: "reset", email: null, role: null, userId: id, expiresInHours: RESET_HOURS }, by);
    },
    createResetFor: async (email, by) => {
      const person = (await people.list()).find((candidate) => candidate.email === email.toLowerCase());
      if (person === undefined) throw toRequestError("not-found");
      return save({ kind: "reset", email: null, role: null, userId: person.id, expiresInHours: RESET_HOURS }, by);
    },
    revoke: async (id, by) => {
      const link = (await links.listOpen(now())).find((open) => open.id === id);
      if (link === undefined) throw toRequestError("link-spent");
      const audit = createAuditRecord(by, { action: "link.revoked", target: targetOf(link) }, now());
      if (!(await links.revoke(id, now(), audit))) throw toRequestError("link-spent");
    },
    read: async (token) => {
      const { kind, email, role, userId, expiresAtMs } = await findOpen(token);
      return { kind, email, role, person: userId === null ? null : team.nameOf(userId), expiresAtMs };
    },
    accept: async (request, callerAddress) => {
      const link = await findOpen(request.token);
      return link.kind === "reset"
        ? acceptReset(link, request, callerAddress)
        : acceptInvitation(link, request, callerAddress);
    },
  };
}
