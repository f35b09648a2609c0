import { createHash, createHmac } from 'node:crypto';
import type { KnownExemption } from '#contracts/tax-exemption.ts';
import { type Actor, hasPermission } from '#kernel/actor.ts';
import type { Invocation } from '#kernel/invocation.ts';
import { fail, ok } from '#kernel/result.ts';
import { doubtsOf } from '#kernel/postal-address/postal-address.ts';
import { withLabels, withoutLabels } from '#kernel/tax/tax-label.ts';
import type { Handler, OutputOf, ServiceContext } from '#platform/calls/service.ts';
import type { Secrets } from '#platform/ground/sealed.ts';
import { sql, type Statement } from '#platform/ground/sql.ts';
import type { CheckoutState, CompletionState } from '../checkout-states.ts';
import { contentDocument } from '../stored/documents.ts';

export type CheckoutView = OutputOf<'checkout', 'getCheckout'>;
export type Problem = CheckoutView['problems'][number];

/** What is frozen under a checkout's version. */
export type CheckoutContent = Pick<
  CheckoutView,
  | 'email'
  | 'phone'
  | 'shippingAddress'
  | 'billingAddress'
  | 'lines'
  | 'deliveryOptions'
  | 'delivery'
  | 'totals'
  | 'problems'
  | 'taxExemption'
  | 'vatId'
> & {
  /** Offered under this version; missing where an earlier one froze it. */
  readonly paymentMethods?: CheckoutView['paymentMethods'];
  /** The buyer's customer groups, as the cart knew them. */
  readonly groups?: readonly string[];
  /** Of the tax provider; its buyer is not shown it. */
  readonly taxCalculationId?: string;
};

export interface StoredCheckout {
  readonly checkoutId: string;
  readonly cartId: string;
  readonly cartVersion: number;
  readonly version: number;
  readonly state: CheckoutState;
  readonly channel: string;
  readonly locale: string;
  readonly ownerKind: 'guest' | 'customer';
  readonly ownerId: string;
  readonly content: CheckoutContent;
  readonly orderId: string | null;
  readonly orderNumber: string | null;
  /** Null where an earlier version froze them. */
  readonly totalsUntil: string | null;
  readonly expiresAt: string;
}

/** As it was read for a change: with its owner's certificates. */
export interface OwnCheckout extends StoredCheckout {
  readonly exemptions?: readonly KnownExemption[] | null;
}

/** The newest attempt to complete a checkout, as far as its owner is shown it. */
export interface LatestAttempt {
  readonly attemptState: CompletionState | null;
  readonly nextActionUrl: string | null;
  readonly declineCode: string | null;
}

const columns = sql`
  c.id as checkout_id, c.cart_id, c.cart_version, c.version, c.state,
  c.channel, c.locale, c.owner_kind, c.owner_id, c.content,
  c.order_id, c.order_number, c.totals_until, c.expires_at`;

const withExemptions = sql`
  left join customer_exemption e on c.owner_kind = 'customer' and e.customer_id = c.owner_id`;

/** What the actor may read: its own, of this channel; staff who may read orders see any. */
function readableBy({ actor, channel }: Invocation): Statement {
  if (hasPermission(actor, 'orders:read')) {
    return sql`(${actor.channels === '*'} or c.channel = any(${channelsOf(actor)}))`;
  }
  return ownedBy({ actor, channel });
}

/** What only its owner may do. */
export function ownedBy({ actor, channel }: Pick<Invocation, 'actor' | 'channel'>): Statement {
  return sql`c.owner_kind = ${actor.kind} and c.owner_id = ${actor.id} and c.channel = ${channel}`;
}

export function readableCheckout(checkoutId: string, invocation: Invocation): Statement {
  return sql`
    select ${columns}, a.state as attempt_state, a.next_action_url,
           a.decline_code
    from checkout c
    left join completion a on a.checkout_id = c.id and a.attempt = c.attempt
    where c.id = ${checkoutId} and ${readableBy(invocation)}`;
}

export function ownCheckout(checkoutId: string, invocation: Invocation): Statement {
  return sql`
    select ${columns}, e.exemptions from checkout c ${withExemptions}
    where c.id = ${checkoutId} and ${ownedBy(invocation)}`;
}

/** The one checkout that a cart has, unless it was abandoned. */
export function ownCheckoutOfCart(cartId: string, invocation: Invocation): Statement {
  return sql`
    select ${columns}, e.exemptions from checkout c ${withExemptions}
    where c.cart_id = ${cartId} and c.state <> 'abandoned' and ${ownedBy(invocation)}`;
}

export function insertCheckout(checkout: StoredCheckout): Statement {
  const { content } = checkout;
  return sql`
    insert into checkout (id, cart_id, cart_version, version, channel, locale, owner_kind, owner_id,
                          content, ready, totals_until, expires_at)
    values (${checkout.checkoutId}, ${checkout.cartId}, ${checkout.cartVersion},
            ${checkout.version}, ${checkout.channel}, ${checkout.locale}, ${checkout.ownerKind},
            ${checkout.ownerId}, ${contentDocument.write(content)}, ${content.problems.length === 0},
            ${checkout.totalsUntil}, ${checkout.expiresAt})
    returning id`;
}

/** Writes the next version of an open checkout; no row if it moved on meanwhile. */
export function saveCheckout(checkout: StoredCheckout): Statement {
  const { content } = checkout;
  return sql`
    update checkout set version = ${checkout.version}, cart_version = ${checkout.cartVersion},
      content = ${contentDocument.write(content)}, ready = ${content.problems.length === 0},
      totals_until = ${checkout.totalsUntil}::timestamptz, expires_at = ${checkout.expiresAt}, updated_at = kontor_now()
    where id = ${checkout.checkoutId} and state = 'open' and version = ${checkout.version - 1}
    returning id`;
}

/**
 * The totals are still what they would be now: they hold from now on once more, by the tax provider's
 * latest calculation where there is one.
 */
export function renewTotals(
  { checkoutId, version }: Pick<StoredCheckout, 'checkoutId' | 'version'>,
  until: string,
  { taxCalculationId }: Pick<CheckoutContent, 'taxCalculationId'> = {},
): Statement {
  const calculated = taxCalculationId
    ? sql` || jsonb_build_object('taxCalculationId', ${taxCalculationId}::text)`
    : sql``;
  return sql`
    update checkout set totals_until = ${until}::timestamptz, ready = true,
      content = jsonb_set(content, '{problems}', '[]')${calculated}
    where id = ${checkoutId} and state = 'open' and version = ${version}
    returning id`;
}

export function checkoutNotFound() {
  return fail('checkout_not_found', 'There is no such checkout of yours.');
}

export function checkoutNotOpen(state: CheckoutState) {
  return fail('checkout_not_open', `This checkout is ${state} and cannot be changed.`, { state });
}

export function versionConflict(version: number) {
  return fail('version_conflict', 'The checkout was changed meanwhile. Look at it again.', {
    version,
  });
}

function channelsOf(actor: Actor): readonly string[] {
  return actor.channels === '*' ? [] : actor.channels;
}

/** A checkout as its contract shows it. */
export function viewCheckout(checkout: StoredCheckout, attempt?: LatestAttempt): CheckoutView {
  const { content } = checkout;
  return {
    checkoutId: checkout.checkoutId,
    cartId: checkout.cartId,
    version: checkout.version,
    state: checkout.state,
    channel: checkout.channel,
    locale: checkout.locale,
    owner: { kind: checkout.ownerKind, id: checkout.ownerId },
    email: content.email,
    phone: content.phone,
    shippingAddress: content.shippingAddress,
    billingAddress: content.billingAddress,
    lines: content.lines,
    deliveryOptions: content.deliveryOptions,
    delivery: content.delivery,
    totals: content.totals && {
      ...content.totals,
      taxes: withLabels(content.totals.taxes, checkout.locale),
    },
    problems: content.problems,
    ...noticesOf(content),
    ...(content.vatId && { vatId: content.vatId }),
    ...(content.taxExemption && { taxExemption: content.taxExemption }),
    paymentMethods: content.paymentMethods ?? null,
    payment: attempt ? viewPayment(attempt) : null,
    orderId: checkout.orderId,
    orderNumber: checkout.orderNumber,
    ...(checkout.totalsUntil === null ? {} : { totalsUntil: checkout.totalsUntil }),
    expiresAt: checkout.expiresAt,
  };
}

/** Said of an address of before too: nobody is asked to give it anew. */
function noticesOf({ shippingAddress, billingAddress }: CheckoutContent) {
  const notices = [
    ...(shippingAddress ? doubtsOf(shippingAddress, 'shippingAddress') : []),
    ...(billingAddress ? doubtsOf(billingAddress, 'billingAddress') : []),
  ];
  return notices.length > 0 ? { notices } : {};
}

/** What was frozen, out of what was shown. */
export function contentOf(view: CheckoutView): CheckoutContent {
  const { email, phone, shippingAddress, billingAddress, lines, problems } = view;
  const totals = view.totals && { ...view.totals, taxes: withoutLabels(view.totals.taxes) };
  const { delivery, deliveryOptions, taxExemption, vatId } = view;
  const contact = { email, phone, shippingAddress, billingAddress };
  const frozen = { ...contact, lines, deliveryOptions, delivery, totals, problems };
  return { ...frozen, ...(vatId && { vatId }), ...(taxExemption && { taxExemption }) };
}

export function viewPayment(attempt: LatestAttempt): CheckoutView['payment'] {
  const nothing = { nextActionUrl: null, declineCode: null };
  switch (attempt.attemptState) {
    case null:
      return null;
    case 'running':
    case 'undoing':
      return { ...nothing, status: 'processing' };
    case 'requires_action':
      return { ...nothing, status: 'requires_action', nextActionUrl: attempt.nextActionUrl };
    case 'completed':
      return { ...nothing, status: 'authorized' };
    case 'undone':
      return attempt.declineCode === null
        ? null
        : { ...nothing, status: 'declined', declineCode: attempt.declineCode };
  }
}

/** Who buys. Customers have an account, and accounts have a confirmed e-mail address. */
export function buyerOf(
  { ownerKind, ownerId }: Pick<StoredCheckout, 'ownerKind' | 'ownerId'>,
  { email }: Pick<CheckoutContent, 'email'>,
  groups: readonly string[],
) {
  const customerId = ownerKind === 'customer' ? ownerId : null;
  return { customerId, groups: [...groups], email };
}

/** Where the goods go and where the bill goes: a method must be offered in both. */
export function countriesOf({
  shippingAddress,
  billingAddress,
}: Pick<CheckoutContent, 'shippingAddress' | 'billingAddress'>): string[] {
  const codes = [shippingAddress, billingAddress].flatMap((address) =>
    address ? [address.countryCode] : [],
  );
  return [...new Set(codes)];
}

/**
 * The 256-bit token that lets its holder read an order without an account. It is derived from a key
 * of checkout's own, so that it can be told again for the same key while only its hash is kept.
 */
export function orderTokenOf(secrets: Secrets, orderId: string): string {
  return createHmac('sha256', secrets.key('order tokens')).update(orderId).digest('base64url');
}

/** The same for an order whose token an earlier version gave out, which its hash tells. */
export function orderTokenGiven(secrets: Secrets, orderId: string, hash: string): string {
  const token = orderTokenOf(secrets, orderId);
  if (orderTokenHash(token) === hash) return token;
  const former = secrets.formerOrderToken?.(orderId);
  return former !== undefined && orderTokenHash(former) === hash ? former : token;
}

/** SHA-256, base64url: all that is stored and sent to others. */
export function orderTokenHash(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}

/** A checkout as it was frozen, with where its payment stands. */
export function getCheckout(
  context: ServiceContext<'checkout'>,
): Handler<'checkout', 'getCheckout'> {
  return async ({ checkoutId }, invocation) => {
    const row = await context.database.first<StoredCheckout & LatestAttempt>(
      readableCheckout(checkoutId, invocation),
      invocation,
    );
    return row ? ok(viewCheckout(row, row)) : checkoutNotFound();
  };
}
