import { createHash } from 'node:crypto';
import type { Refusal } from '../../../../services/api-gateway/api-gateway/replies/problem.ts';
import type { Page, PageRequest, Redirect } from '../../serving/page.ts';
import { PageRefused } from '../../serving/page-refused.ts';
import { checkoutAddress, type Checkout, type OfferedMethod } from './checkout.ts';
import { checkoutPage } from './checkout-page.tsx';

/** More than a shop has of them. */
const textsMax = 10;

type Completion =
  | { readonly status: 'completed' }
  | { readonly status: 'requires_action'; readonly nextAction: { readonly url: string } };

/**
 * Places the order. The key follows from what is bought and how it is paid, and not from the form: the back
 * button, a second tab and a second press are the same purchase. After a decline the version is
 * another one, so that the next try is one of its own.
 */
export async function completeCheckout(request: PageRequest): Promise<Page | Redirect> {
  const { form, params } = request;
  const checkoutId = params['checkoutId']!;
  const version = Number(form.get('version'));
  const code = form.get('method') ?? '';
  if (!Number.isSafeInteger(version)) throw new PageRefused(404);
  const { items } = await request.ask<{ items: OfferedMethod[] }>('listCheckoutPaymentMethods', {
    checkoutId,
  });
  const method = items.find((each) => each.code === code);
  if (!method) return checkoutPage(request, { alert: request.words.till.noMethod });
  const attempt = await attemptOf(request, checkoutId);
  const completed = await request.attempt(
    'completeCheckout',
    {
      checkoutId,
      version,
      paymentMethod: { code, ...(method.needsToken ? { hosted: true } : {}) },
      shownTexts: form.getAll('text').slice(0, textsMax),
      returnUrl: `${request.origin}${checkoutAddress(request, checkoutId, '/return')}`,
    },
    { idempotencyKey: keyOfPurchase(checkoutId, version, code, attempt) },
  );
  if (!completed.ok) return refusedPage(request, completed.refused);
  const completion = completed.value as Completion;
  if (completion.status === 'completed') {
    return { status: 303, location: checkoutAddress(request, checkoutId, '/return') };
  }
  return leavePage(request, completion.nextAction.url);
}

/** A card that was declined is tried again as another attempt, however often this one is sent. */
async function attemptOf(request: PageRequest, checkoutId: string): Promise<string> {
  const { payment } = await request.ask<Checkout>('getCheckout', { checkoutId });
  return payment?.status === 'declined' ? (request.form.get('once') ?? '') : '';
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

function refusedPage(request: PageRequest, refused: Refusal): Promise<Page | Redirect> {
  const { till, basket } = request.words;
  const said: Readonly<Record<string, string>> = {
    payment_declined: till.declined,
    payment_method_unavailable: till.noMethod,
    price_changed: till.priceChanged,
    not_sellable: basket.gone,
    cart_changed: till.changed,
    version_conflict: till.changed,
    out_of_stock: till.soldOut,
    unpaid_units_exceeded: till.soldOut,
    risk_denied: till.denied,
    completion_in_progress: till.inProgress,
    checkout_incomplete: till.look,
  };
  const alert = said[refused.code];
  if (alert === undefined && refused.status >= 429) {
    throw new PageRefused(refused.status, refused.retryAfterSeconds);
  }
  return checkoutPage(request, { alert: alert ?? till.changed });
}
