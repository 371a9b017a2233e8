import { SIGN_IN_PATH, signInHref } from "@/lib/domain/next-path";

/** What a refused request has that is read here; an `ApiError` fits. */
interface Refusal {
  readonly status: number;
  readonly problem: { readonly code: string } | null;
}

/** Whether nobody is signed in any more. A wrong password is a 401 too, and is no reason to leave the page. */
export const isSignedOut = ({ status, problem }: Refusal): boolean => status === 401 && problem?.code === "signed_out";

let isLeaving = false;

/**
 * Goes to the sign-in page, from where the viewer comes back to this one. However many requests are refused at the same
 * time, the browser is sent there once. A whole page load, so that nothing of what was seen stays in memory.
 */
export function leaveForSignIn(): void {
  if (isLeaving || window.location.pathname === SIGN_IN_PATH) return;
  isLeaving = true;
  window.location.assign(signInHref(window.location));
}

/** Goes to the sign-in page after signing out. What is still under way and then refused leads back to nowhere. */
export function leaveSignedOut(): void {
  isLeaving = true;
  window.location.assign(SIGN_IN_PATH);
}
