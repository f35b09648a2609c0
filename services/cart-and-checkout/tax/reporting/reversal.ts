import { allocate, sumMinor } from '#kernel/money.ts';
import type { Credited, Sold, Taken } from '../stored/documents.ts';

interface Sum {
  readonly netMinor: number;
  readonly taxMinor: number;
}

/** A line, or the delivery, with what is left of it at the provider. */
interface Place extends Sum {
  readonly reportedLineId: string | null;
  readonly lineId: string | null;
  readonly inclusive: boolean;
}

/**
 * What a credit note takes back of what was reported: of its lines and delivery what it says, and the
 * adjustment over all that is left. Amount and tax are exactly the note's; undefined where no more is
 * left of so much.
 */
export function reversalOf(
  sold: Sold,
  before: readonly Taken[],
  credited: Credited,
): Taken | undefined {
  const places = placesOf(sold).map((place) => leftOf(place, before));
  const own = places.map((place) => ownOf(place, credited));
  const taxes = adjusted(
    own.map((part) => part.taxMinor),
    places.map((place) => place.taxMinor),
    credited.taxMinor,
  );
  const nets = adjusted(
    own.map((part) => part.netMinor),
    places.map((place) => place.netMinor),
    credited.totalMinor - credited.taxMinor,
  );
  if (!taxes || !nets) return undefined;
  const parts = places.map(({ reportedLineId, lineId, inclusive }, index) => {
    const [netMinor, taxMinor] = [nets[index]!, taxes[index]!];
    const quantity = credited.lines.find((line) => line.lineId === lineId)?.quantity;
    return {
      reportedLineId,
      amountMinor: inclusive ? netMinor + taxMinor : netMinor,
      taxMinor,
      ...(quantity !== undefined && { quantity }),
    };
  });
  const standing = parts.filter((part) => part.amountMinor > 0 || part.taxMinor > 0);
  const delivery = standing.find(({ reportedLineId }) => reportedLineId === null);
  return {
    lines: standing.flatMap(({ reportedLineId, ...part }) =>
      reportedLineId === null ? [] : [{ reportedLineId, ...part }],
    ),
    shipping: delivery ? { amountMinor: delivery.amountMinor, taxMinor: delivery.taxMinor } : null,
  };
}

function placesOf({ lines, shipping }: Sold): Place[] {
  const placeOf = (
    { amountMinor, taxMinor, taxBehavior }: Omit<Sold['lines'][number], 'reference'>,
    ids: Pick<Place, 'reportedLineId' | 'lineId'>,
  ): Place => {
    const inclusive = taxBehavior === 'inclusive';
    return { ...ids, inclusive, taxMinor, netMinor: amountMinor - (inclusive ? taxMinor : 0) };
  };
  const goods = lines.map(({ reference, reportedLineId, ...line }) =>
    placeOf({ ...line, reportedLineId }, { reportedLineId, lineId: reference }),
  );
  if (!shipping) return goods;
  const none = { reportedLineId: null, lineId: null };
  return [...goods, placeOf({ ...shipping, reportedLineId: '' }, none)];
}

function leftOf(place: Place, before: readonly Taken[]): Place {
  const taken = before.flatMap(({ lines, shipping }) =>
    place.reportedLineId === null
      ? (shipping ?? [])
      : lines.filter(({ reportedLineId }) => reportedLineId === place.reportedLineId),
  );
  const taxMinor = sumMinor(taken.map((part) => part.taxMinor));
  const amountMinor = sumMinor(taken.map((part) => part.amountMinor));
  return {
    ...place,
    taxMinor: place.taxMinor - taxMinor,
    netMinor: place.netMinor - (place.inclusive ? amountMinor - taxMinor : amountMinor),
  };
}

/** What the note says of this part, as far as it is left. */
function ownOf({ lineId, netMinor, taxMinor }: Place, { lines, shipping }: Credited): Sum {
  const said = lineId === null ? [shipping] : lines.filter((line) => line.lineId === lineId);
  const saidTax = sumMinor(said.map((part) => part.taxMinor));
  const saidNet = sumMinor(said.map((part) => part.totalMinor)) - saidTax;
  return { netMinor: Math.min(saidNet, netMinor), taxMinor: Math.min(saidTax, taxMinor) };
}

/** The parts with what they lack of a sum, or are above it, shared out among them within what is left. */
function adjusted(
  own: readonly number[],
  left: readonly number[],
  target: number,
): number[] | undefined {
  const missing = target - sumMinor(own);
  if (missing === 0) return [...own];
  const room = missing > 0 ? own.map((part, index) => left[index]! - part) : own;
  if (Math.abs(missing) > sumMinor(room)) return undefined;
  const shares = allocate(Math.abs(missing), room);
  return own.map((part, index) => part + Math.sign(missing) * shares[index]!);
}
