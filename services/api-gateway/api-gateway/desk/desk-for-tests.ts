import { randomUUID } from 'node:crypto';
import { contracts } from '#contracts/index.ts';
import { placeOf } from '#kernel/client-address.ts';
import { newTraceparent } from '#kernel/invocation.ts';
import type { Kontor } from '#platform/run/kontor.ts';
import type { Settings } from '#platform/ground/settings.ts';
import { LivePicture } from '#platform/picture/live-picture.ts';
import { openLogger } from '#platform/telemetry/log.ts';
import { cards, hamburg, type Cart, type Checkout } from '#journeys/people/shopper.ts';
import { prepareRoutes, type Contracts } from '../declaring/prepared-route.ts';
import { ChannelLanguages, readChannels } from '../admission/channel-languages.ts';
import { askAuth } from '../identity/ask-auth.ts';
import { routes } from '../routes/index.ts';
import type { Answered, Visit, Visitor } from './desk.ts';
import { openDesk, type OpenDesk } from './open-desk.ts';
import type { GatewayCalls } from './use-case.ts';

/** Another release at the same services: what it knows of their contracts, and how it calls them. */
export interface Release {
  readonly contracts: Contracts;
  readonly calls: (call: GatewayCalls) => GatewayCalls;
}

const thisRelease: Release = { contracts, calls: (call) => call };

/** A desk over the services of a running shop, with limits, and no HTTP anywhere. */
export function openDeskOf(kontor: Kontor, release = thisRelease): OpenDesk {
  const connected = kontor.dispatcher.connect('api-gateway', contracts);
  const call = release.calls(connected as unknown as GatewayCalls);
  const settings = { rateLimits: 'on' } as Settings;
  const context = { call, settings, log: openLogger('fatal'), picture: new LivePicture() };
  const offers = prepareRoutes(routes, release.contracts, call);
  const languages = new ChannelLanguages(readChannels(call.product));
  return openDesk({ context, auth: askAuth(call.auth), languages, offers });
}

let places = 0;
export function visitor(more: Partial<Visitor> = {}): Visitor {
  places += 1;
  return {
    authorization: undefined,
    client: placeOf(`192.0.2.${places}`),
    isOperators: false,
    traceparent: newTraceparent(),
    channel: undefined,
    acceptLanguage: undefined,
    orderToken: undefined,
    userAgent: 'an agent',
    ...more,
  };
}

export function value(answered: Answered<unknown>): unknown {
  if (!answered.ok) throw new Error(`${answered.refused.code}: ${answered.refused.message}`);
  return answered.value;
}

export const refused = (status: number, code: string) => ({ ok: false, refused: { status, code } });
export const key = () => ({ idempotencyKey: randomUUID() });

export async function guestAt(desk: OpenDesk['desk'], place: Visitor): Promise<Visitor> {
  const guest = await desk.visit(place).ask('createGuest');
  const { accessToken } = value(guest) as { accessToken: string };
  return { ...place, authorization: `Bearer ${accessToken}` };
}

export async function readyCheckout(visit: Visit, sku: string, email: string): Promise<Checkout> {
  const { cartId } = value(await visit.ask('createCart', {}, key())) as Cart;
  value(await visit.ask('addCartLine', { cartId, sku, quantity: 1 }, key()));
  const opened = value(await visit.ask('createCheckout', { cartId }, key())) as Checkout;
  const { checkoutId } = opened;
  const contact = { checkoutId, email, shippingAddress: hamburg };
  const addressed = value(await visit.ask('updateCheckout', contact)) as Checkout;
  const { optionId: deliveryOptionId } = addressed.deliveryOptions[0]!;
  return value(await visit.ask('updateCheckout', { checkoutId, deliveryOptionId })) as Checkout;
}

export function paying({ checkoutId, version }: Checkout, token: string = cards.good) {
  const returnUrl = 'https://shop.kontor.example/return';
  return { checkoutId, version, paymentMethod: { kind: 'card' as const, token }, returnUrl };
}
