import type { Role } from "@/lib/domain/roles";

/** Whoever asks for something through the API, let in. */
export interface Actor {
  readonly kind: "person" | "token";
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  /** Null where the server does not know it. */
  readonly callerAddress: string | null;
}

/** Whoever did something, as the audit log names them: an {@link Actor}, or what has no role. */
export interface AuditActor {
  readonly kind: Actor["kind"] | "file" | "system" | "nobody";
  readonly id: string | null;
  readonly name: string;
  readonly callerAddress: string | null;
}

/** The provisioning file and the environment, which are read at a start. */
export const PROVISIONING: AuditActor = { kind: "file", id: null, name: "provisioning file", callerAddress: null };

/** Banwatch itself, and whoever can run its commands. */
export const SYSTEM: AuditActor = { kind: "system", id: null, name: "Banwatch", callerAddress: null };
