/** Room above the highest value, so that no line lies on the edge. */
const HEADROOM = 1.05;

/**
 * How high an axis should reach for everything up to `highest`. A share has no room above the whole, since no share of
 * calls goes there; of what leads to a ban there can be more than the whole, and then that is drawn.
 *
 * @param highest of all that is drawn, a threshold included; 1 is the whole of a share
 */
export function upperEdge(highest: number, unit: string): number {
  const roomy = highest * HEADROOM;
  return unit === "share" ? Math.min(roomy, Math.max(1, highest)) : roomy;
}
