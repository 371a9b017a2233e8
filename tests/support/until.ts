/** Waits until `check` is true, looking each 25 ms. @throws when it is not in time, with `what` was waited for */
export async function until(what: string, check: () => boolean | Promise<boolean>, waitMs = 10_000): Promise<void> {
  const deadlineMs = performance.now() + waitMs;
  while (!(await check())) {
    if (performance.now() > deadlineMs) throw new Error(`waited ${waitMs} ms in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}
