import { told } from '@kontor/sdk';
import { useRef, useState } from 'react';
import { kontor } from '../asking/kontor.ts';
import { useProblemText } from '../asking/problem-text.ts';
import { useMay } from '../session/use-session.ts';
import { usePageSpeech } from '../words/speech.tsx';
import type { Count } from './counting.ts';
import { readSku } from './use-stock.ts';

/** As many SKUs as the shop books at once. */
const mostLines = 500;

/** One after the other, however fast they come: each is a piece. A code is looked up once. */
export function useScans(locationId: string, { latest, add }: Count) {
  const { words } = usePageSpeech();
  const text = words.stock.counting;
  const textOf = useProblemText();
  const may = useMay();
  const [wrong, setWrong] = useState<string>();
  const [looking, setLooking] = useState(0);
  const queue = useRef<Promise<void>>(Promise.resolve());
  const skus = useRef(new Map<string, string>());
  const look = async (code: string) => {
    const { lines } = latest.current;
    const wanted = (skus.current.get(code) ?? code).toLowerCase();
    const known = lines.find(({ sku }) => sku.toLowerCase() === wanted);
    try {
      const found = known ?? (await resolveCode(code, locationId, may('catalog:read')));
      if (!found) return setWrong(text.unknown(code));
      skus.current.set(code, found.sku);
      const isNew = !lines.some(({ sku }) => sku === found.sku);
      if (isNew && lines.length >= mostLines) return setWrong(text.full(mostLines));
      add(found.sku, found.booked);
    } catch (error) {
      setWrong(textOf(error));
    }
    return undefined;
  };
  const scan = (code: string) => {
    setWrong(undefined);
    setLooking((before) => before + 1);
    queue.current = queue.current
      .then(() => look(code))
      .then(() => setLooking((before) => before - 1));
  };
  return { wrong, scan, isLooking: looking > 0 };
}

/**
 * The SKU of what was scanned: itself, or that of the article with this barcode where one may look
 * at articles. Undefined: nothing has it.
 */
async function resolveCode(code: string, locationId: string, mayLookUp: boolean) {
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
