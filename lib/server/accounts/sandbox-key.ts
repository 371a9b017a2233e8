import { randomBytes } from "node:crypto";

/** A key for the simulated provider, which opens an account for any key of this form. It opens nothing else. */
export const createSandboxKey = (): string => `sandbox-${randomBytes(12).toString("hex")}`;
