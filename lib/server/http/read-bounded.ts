/**
 * Reads a request's body up to a limit.
 *
 * A body over the limit is read on and thrown away, because many clients read no answer before they have sent all; at
 * `drainBytes` that ends too.
 *
 * @returns null when the body is larger than `maxBytes`
 */
export async function readBounded(
  body: ReadableStream<Uint8Array> | null,
  maxBytes: number,
  drainBytes = maxBytes,
): Promise<Buffer | null> {
  if (body === null) return Buffer.alloc(0);
  const reader = body.getReader();
  let chunks: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.byteLength;
    if (size > maxBytes) chunks = [];
    else chunks.push(value);
    if (size > drainBytes) {
      await reader.cancel();
      break;
    }
  }
  return size > maxBytes ? null : Buffer.concat(chunks);
}
