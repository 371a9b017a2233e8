import { randomBytes } from "node:crypto";
import { SANDBOX_KEY_PREFIX } from "@/lib/contracts/accounts";

/** A key for the simulated provider, which opens an account for any key of this form. It opens nothing else. */
export const createSandboxKey = (): string => `${SANDBOX_KEY_PREFIX}${randomBytes(12).toString("hex")}`;

/** Whether a key is one of the simulated provider, so that it is no secret. */
export const isSandboxKey = (key: string): boolean => key.startsWith(SANDBOX_KEY_PREFIX);
