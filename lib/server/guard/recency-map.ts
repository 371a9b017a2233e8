/** A map of bounded size: beyond it, what was quiet the longest goes first. */
export interface RecencyMap<V> {
  /** Looks without touching. */
  get(key: string): V | undefined;
  /** Sets and makes it the newest. Drops the one that was set the longest ago when there are too many. */
  set(key: string, value: V): void;
  delete(key: string): void;
  /** The one set the longest ago first. */
  values(): IterableIterator<V>;
  readonly size: number;
}

interface Link<V> {
  readonly key: string;
  value: V;
  older: Link<V> | null;
  newer: Link<V> | null;
}

/**
 * Every operation takes the same time however full it is. A plain `Map` that is deleted from and added to at each touch
 * has to step over what was deleted to find its first entry, hence the chain.
 *
 * @throws {RangeError} if `maxSize` is not a whole number above 0
 */
export function createRecencyMap<V>(maxSize: number): RecencyMap<V> {
  if (!Number.isInteger(maxSize) || maxSize <= 0) {
    throw new RangeError(`maxSize must be a whole number > 0, got ${maxSize}`);
  }
  const links = new Map<string, Link<V>>();
  let oldest: Link<V> | null = null;
  let newest: Link<V> | null = null;

  const unchain = (link: Link<V>): void => {
    if (link.older === null) oldest = link.newer;
    else link.older.newer = link.newer;
    if (link.newer === null) newest = link.older;
    else link.newer.older = link.older;
  };

  const chain = (link: Link<V>): void => {
    link.older = newest;
    link.newer = null;
    if (newest === null) oldest = link;
    else newest.newer = link;
    newest = link;
  };

  const drop = (link: Link<V>): void => {
    unchain(link);
    links.delete(link.key);
  };

  return {
    get: (key) => links.get(key)?.value,
    set: (key, value) => {
      const known = links.get(key);
      if (known === undefined) {
        if (links.size >= maxSize && oldest !== null) drop(oldest);
        const link: Link<V> = { key, value, older: null, newer: null };
        links.set(key, link);
        chain(link);
        return;
      }
      known.value = value;
      if (known === newest) return;
      unchain(known);
      chain(known);
    },
    delete: (key) => {
      const known = links.get(key);
      if (known !== undefined) drop(known);
    },
    values: function* () {
      for (let link = oldest; link !== null; link = link.newer) yield link.value;
    },
    get size() {
      return links.size;
    },
  };
}
