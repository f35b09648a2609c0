import { createHash } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import type { Refusal } from '../../../../services/api-gateway/api-gateway/replies/problem.ts';
import type { Page, PageRequest, Redirect } from '../../serving/page.ts';
import { PageRefused } from '../../serving/page-refused.ts';
import { checkoutAddress, type Checkout, type OfferedMethod } from './checkout.ts';
import { checkoutPage } from './checkout-page.tsx';

/** More than a shop has of them. */
const textsMax = 10;
/** So long what was published takes to be known everywhere, unless a shop is in trouble. */
const textsTravelMs = 400;

/** Told while another press of this purchase is under way, of which the checkout may not know yet. */
const underWay: ReadonlySet<string> = new Set([
  'completion_in_progress',
  'idempotency_key_in_flight',
]);
/** Longer than a press is under way before the checkout knows of it, also in a shop in trouble. */
const patienceMs = 15_000;
const firstWaitMs = 100;
const longestWaitMs = 1_000;

/** Refusals that are over once the stock is back, though nothing of the checkout changed. */
const wasOfThen: ReadonlySet<string> = new Set(['out_of_stock', 'unpaid_units_exceeded']);

type Completion =
  | { readonly status: 'completed' }
  | { readonly status: 'requires_action'; readonly nextAction: { readonly url: string } };

/**
 * Places the order. The key follows from what is bought and how it is paid, and not from the form: the back
 * button, a second tab and a second press are the same purchase. What follows a try that came to
 * nothing is a try of its own, named by the form that it was sent with.
 */
export async function completeCheckout(request: PageRequest): Promise<Page | Redirect> {
  const { form, params } = request;
  const checkoutId = params['checkoutId']!;
  const version = Number(form.get('version'));
  const code = form.get('method') ?? '';
  if (!Number.isSafeInteger(version)) throw new PageRefused(404);
  const checkout = await request.ask<Checkout>('getCheckout', { checkoutId });
  if (checkout.state === 'completed') return toReturn(request);
  const { items } = await request.ask<{ items: OfferedMethod[] }>('listCheckoutPaymentMethods', {
    checkoutId,
  });
  const method = items.find((each) => each.code === code);
  if (!method) return checkoutPage(request, { alert: request.words.till.noMethod });
  const once = form.get('once') ?? '';
  const isAnotherTry = form.has('instead') || checkout.payment?.status === 'declined';
  const body = {
    checkoutId,
    version,
    paymentMethod: { code, ...paidBy(method, form.get('token') ?? '') },
    shownTexts: form.getAll('text').slice(0, textsMax),
    returnUrl: `${request.origin}${checkoutAddress(request, checkoutId, '/return')}`,
  };
  const complete = (...attempt: string[]) =>
    request.attempt('completeCheckout', body, {
      idempotencyKey: keyOfPurchase(checkoutId, version, code, ...attempt),
    });
  let attempt = isAnotherTry ? [once] : [];
  let completed = await complete(...attempt);
  if (!completed.ok && completed.refused.code === 'text_unknown') {
    // A text was published a moment ago, and who completes hears of it in the next one.
    await setTimeout(textsTravelMs);
    completed = await complete(...attempt);
  }
  if (!completed.ok && completed.refused.code === 'idempotency_key_reused') {
    // Another press of this purchase was sent with another card: where it came to nothing this is a
    // try of its own, and else that one stands.
    const { state } = await request.ask<Checkout>('getCheckout', { checkoutId });
    if (state !== 'open') return toReturn(request);
    attempt = [once, 'again'];
    completed = await complete(...attempt);
  }
  const untilMs = performance.now() + patienceMs;
  for (let waitMs = firstWaitMs; isUnderWay(completed) && performance.now() < untilMs;) {
    // Either the checkout says soon that it completes, or that press came to nothing and this one is next.
    await setTimeout(waitMs);
    waitMs = Math.min(waitMs * 1.5, longestWaitMs);
    const { state } = await request.ask<Checkout>('getCheckout', { checkoutId });
    if (state !== 'open') return toReturn(request);
    completed = await complete(...attempt);
  }
  if (!completed.ok && !isAnotherTry && wasOfThen.has(completed.refused.code)) {
    // It may be what an earlier press was told, by whoever left and came back.
    completed = await complete(once);
  }
  if (!completed.ok) return refusedPage(request, completed.refused);
  const completion = completed.value as Completion;
  return completion.status === 'completed'
    ? toReturn(request)
    : leavePage(request, completion.nextAction.url);
}

function isUnderWay(completed: { readonly ok: true } | { readonly ok: false; refused: Refusal }) {
  return !completed.ok && underWay.has(completed.refused.code);
}

/** By the token that the provider's form handed out, or, without JavaScript, on a page of the provider. */
function paidBy({ needsToken, hostedPage }: OfferedMethod, token: string) {
  if (!needsToken) return {};
  return token !== '' || !hostedPage ? { token } : { hosted: true };
}

function toReturn(request: PageRequest): Redirect {
  const checkoutId = request.params['checkoutId']!;
  return { status: 303, location: checkoutAddress(request, checkoutId, '/return') };
}

function keyOfPurchase(...parts: (string | number)[]): string {
  return `page-purchase-${createHash('sha256').update(parts.join('\n')).digest('hex')}`;
}

/**
 * A page of ours that leads to the provider's: browsers hold a form's target to be where it
 * ends, and this shop's forms end in this shop.
 */
function leavePage({ words }: PageRequest, url: string): Page {
  return {
    kind: 'leave',
    title: words.till.leave,
    refreshTo: url,
    body: (
      <section class="wrap quiet">
        <h1>{words.till.leave}</h1>
        <p class="lead">{words.till.leaveWhat}</p>
        <p>
          <a class="button big" href={url}>
            {words.till.leaveNow}
          </a>
        </p>
      </section>
    ),
  };
}

/** Says what came of it, and whether anything was charged; all that was filled in is kept. */
async function refusedPage(request: PageRequest, refused: Refusal): Promise<Page | Redirect> {
  const { till, basket } = request.words;
  const said: Readonly<Record<string, string>> = {
    payment_declined: till.declined,
    payment_method_unavailable: till.noMethod,
    payment_token_missing: till.noMethod,
    payment_unavailable: till.notPaid,
    price_changed: till.priceChanged,
    not_sellable: basket.gone,
    cart_changed: till.changed,
    version_conflict: till.changed,
    text_unknown: till.textsChanged,
    out_of_stock: till.soldOut,
    unpaid_units_exceeded: till.soldOut,
    risk_denied: till.denied,
    checkout_incomplete: till.look,
  };
  const checkoutId = request.params['checkoutId']!;
  const { state } = await request.ask<Checkout>('getCheckout', { checkoutId });
  // Somebody's order is being written down, by this press or by another one: it says so itself.
  if (state === 'completing' || state === 'completed') return toReturn(request);
  const alert = said[refused.code];
  if (alert === undefined && refused.status >= 429) {
    throw new PageRefused(refused.status, refused.retryAfterSeconds);
  }
  return checkoutPage(request, { alert: alert ?? till.changed, isAnotherTry: true });
}
