import * as clock from '#kernel/clock.ts';
import type { ServiceContext } from '#platform/calls/service.ts';
import { readOrderLink } from '#platform/ground/order-links.ts';
import type { OrderProof } from '../orders/order-store.ts';

/** What a client shows of an order, with what it proves: the visit of a mail's link, if it is one. */
export function provenBy<Shown extends { orderId: string; orderToken?: string | undefined }>(
  { secrets }: ServiceContext<'order'>['settings'],
  shown: Shown,
): Shown & OrderProof {
  const { orderToken } = shown;
  if (orderToken === undefined) return shown;
  const link = readOrderLink(secrets, 'visit', orderToken, clock.nowMs());
  return link?.orderId === shown.orderId ? { ...shown, link } : shown;
}
