import type { unitPrice } from '#contracts/goods.ts';
import type { energyLabel } from '#contracts/product/measures/measures.ts';
import type { z } from 'zod';
import type { PageRequest } from '../serving/page.ts';

interface Measured {
  readonly unitPrice?: z.output<typeof unitPrice> | null | undefined;
}
interface Labelled {
  readonly energyLabel?: z.output<typeof energyLabel> | null | undefined;
}

/** What a kilogram or litre of it costs, beside every price of what is sold by measure; else nothing. */
export function UnitPrice({
  of: { unitPrice: price },
  currency,
  request,
}: {
  of: Measured;
  currency: string;
  request: PageRequest;
}) {
  if (!price) return null;
  const { words, formats } = request;
  return (
    <>
      {words.measures.per(
        formats.money(price.amountMinor, currency),
        words.measures.units[price.unit],
      )}
    </>
  );
}

/**
 * The energy class as an arrow with the range of its scale, on lists as on the product's page; there it
 * leads to the label and the information sheet.
 */
export function EnergyClass({
  of: { energyLabel: label },
  request: { words },
  linked = false,
}: {
  of: Labelled;
  request: PageRequest;
  linked?: boolean;
}) {
  if (!label) return null;
  const { best, worst, labelUrl, sheetUrl } = label;
  const arrow = (
    <span class="energy" data-class={label.class[0]}>
      <span class="visually-hidden">{words.measures.energy(label.class, best, worst)}</span>
      <span aria-hidden="true">{label.class}</span>
      <small aria-hidden="true">
        {best}–{worst}
      </small>
    </span>
  );
  if (!linked) return <p class="energy-line">{arrow}</p>;
  return (
    <p class="energy-line">
      {labelUrl === null ? arrow : <a href={labelUrl}>{arrow}</a>}
      {sheetUrl !== null && <a href={sheetUrl}>{words.measures.sheet}</a>}
    </p>
  );
}
