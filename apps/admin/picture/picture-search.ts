import { arrowNames, type ArrowName } from './places.ts';

/** What is looked at, as it stands in the address. */
export interface PictureSearch {
  readonly arrow?: ArrowName;
  /** The number of the order whose way is lit. */
  readonly order?: string;
  /** A trace in which something failed. */
  readonly trace?: string;
}

/** From an address, whoever wrote it: what is none of ours is left out. */
export function readPictureSearch(given: Record<string, unknown>): PictureSearch {
  const { arrow, order, trace } = given;
  const number = typeof order === 'number' ? String(order) : order;
  const named = arrowNames.find((name) => name === arrow);
  return {
    ...(named && { arrow: named }),
    ...(typeof number === 'string' && number.trim() !== '' && { order: number.slice(0, 40) }),
    ...(typeof trace === 'string' && /^[0-9a-f]{32}$/.test(trace) && { trace }),
  };
}
