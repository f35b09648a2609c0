import { told } from '@kontor/sdk';
import { useMutation } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { isUnclear } from '../asking/unclear.ts';
import { kontor } from '../asking/kontor.ts';
import { newCountId, readSku, sendCount } from './use-stock.ts';

/** What was counted of a SKU, and what the books said when its first piece was. */
export interface Counted {
  readonly sku: string;
  readonly pieces: number;
  readonly booked: number;
}

/** Pieces that came or went between counting and sending; `now` is what the books say. */
export interface Moved extends Counted {
  readonly now: number;
}

/**
 * The SKU of what was scanned: itself, or that of the article with this barcode where one may look
 * at articles. Undefined: nothing has it.
 */
export async function resolveCode(code: string, locationId: string, mayLookUp: boolean) {
  for (const sku of new Set([code, code.toUpperCase()])) {
    const [item] = await readSku(sku, locationId);
    if (item) return { sku: item.sku, booked: item.onHand };
  }
  if (!mayLookUp) return undefined;
  const sku = (await skuBy({ barcode: code }, code)) ?? (await skuBy({ sku: code }, code));
  if (sku === undefined) return undefined;
  const [item] = await readSku(sku, locationId);
  return { sku, booked: item?.onHand ?? 0 };
}

async function skuBy(query: { barcode?: string; sku?: string }, code: string) {
  const { items } = await told(
    kontor.GET('/v1/admin/products', { params: { query: { ...query, limit: 1 } } }),
  );
  const [found] = items;
  if (!found) return undefined;
  const path = { productId: found.productId };
  const { variants } = await told(
    kontor.GET('/v1/admin/products/{productId}', { params: { path } }),
  );
  const wanted = code.toLowerCase();
  return variants.find(
    ({ sku, barcode }) => sku.toLowerCase() === wanted || barcode.toLowerCase() === wanted,
  )?.sku;
}

/** A count in somebody's hands, of one location: what was scanned last stands first. */
export function useCounting(locationId: string | undefined) {
  const [lines, setLines] = useState<readonly Counted[]>([]);
  const [moved, setMoved] = useState<readonly Moved[]>([]);
  const countId = useRef(newCountId());
  const sending = useMutation({
    mutationFn: async ({ all, isLooked }: { all: readonly Counted[]; isLooked: boolean }) => {
      const where = locationId!;
      if (!isLooked) {
        const now = await movedSince(all, where);
        if (now.length > 0) {
          setMoved(now);
          return undefined;
        }
      }
      const counted = all.map(({ sku, pieces }) => ({ sku, locationId: where, quantity: pieces }));
      return sendCount({ countId: countId.current, reason: 'count', lines: counted });
    },
    onSuccess: (answer) => {
      if (!answer) return;
      countId.current = newCountId();
      setLines([]);
      setMoved([]);
    },
    onError: (error) => {
      if (!isUnclear(error)) countId.current = newCountId();
    },
  });
  const put = (sku: string, change: (pieces: number) => number, booked: number) => {
    // What was done last is told until the next piece.
    sending.reset();
    setLines((before) => {
      const line = before.find((each) => each.sku === sku) ?? { sku, pieces: 0, booked };
      const pieces = Math.min(1_000_000, Math.max(0, change(line.pieces)));
      return [{ ...line, pieces }, ...before.filter((each) => each.sku !== sku)];
    });
  };
  return {
    lines,
    moved,
    sending,
    add: (sku: string, booked: number) => put(sku, (pieces) => pieces + 1, booked),
    set: (sku: string, pieces: number) =>
      setLines((before) => before.map((each) => (each.sku === sku ? { ...each, pieces } : each))),
    drop: (sku: string) => setLines((before) => before.filter((each) => each.sku !== sku)),
    finish: () =>
      sending.mutate({ all: lines, isLooked: sending.error !== null && isUnclear(sending.error) }),
    /** After both numbers were seen: what is to be on hand of each. */
    settle: (pieces: ReadonlyMap<string, number>) => {
      const all = lines.map((line) => {
        const now = moved.find(({ sku }) => sku === line.sku)?.now ?? line.booked;
        return { ...line, booked: now, pieces: pieces.get(line.sku) ?? line.pieces };
      });
      setLines(all);
      setMoved([]);
      sending.mutate({ all, isLooked: true });
    },
    closeMoved: () => setMoved([]),
  };
}

/** Read again before it is booked: a count says what is on hand now. */
async function movedSince(lines: readonly Counted[], locationId: string): Promise<Moved[]> {
  const moved: Moved[] = [];
  for (const line of lines) {
    const [item] = await readSku(line.sku, locationId);
    const now = item?.onHand ?? 0;
    if (now !== line.booked && now !== line.pieces) moved.push({ ...line, now });
  }
  return moved;
}
