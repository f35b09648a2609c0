import { FormFields } from '../../layout/form-fields.tsx';
import { orderIn, voyageOf } from '../../layout/order-voyage.ts';
import { Route, type Voyage } from '../../layout/route.tsx';
import type { Page, PageRequest, Redirect } from '../../serving/page.ts';
import { PageRefused } from '../../serving/page-refused.ts';
import { checkoutPage } from './checkout-page.tsx';
import { checkoutAddress, type Checkout } from './checkout.ts';
import { outcomePage } from './outcome-page.tsx';
import { Summary } from './summary.tsx';

/** How soon a page that waits asks again. */
const waitSeconds = 2;

/** Where a buyer comes back to: it reads the checkout until it is settled, and then says what came of it. */
export async function returnPage(request: PageRequest): Promise<Page | Redirect> {
  const { words, params } = request;
  const checkoutId = params['checkoutId']!;
  const read = await request.attempt('getCheckout', { checkoutId });
  // A bank's app may lead back into another browser than the one in which somebody buys.
  if (!read.ok && read.refused.status < 429) return outcomePage(request);
  if (!read.ok) throw new PageRefused(read.refused.status, read.refused.retryAfterSeconds);
  const checkout = read.value as Checkout;
  if (checkout.state === 'completed') {
    return confirmation(request, checkout, await voyageFrom(request, checkout));
  }
  if (checkout.payment?.status === 'declined') {
    return checkoutPage(request, { alert: words.till.declined, isAnotherTry: true });
  }
  const { nextActionUrl } = checkout.payment ?? {};
  if (request.query.get('redirect_status') === 'canceled' && nextActionUrl) {
    return checkoutPage(request, { alert: words.till.cameBack, cameBack: true });
  }
  if (checkout.state !== 'completing') {
    return { status: 303, location: checkoutAddress(request, checkoutId) };
  }
  return {
    kind: 'waiting',
    title: words.till.waiting,
    refreshAfterSeconds: waitSeconds,
    body: (
      <section class="wrap quiet" aria-live="polite">
        <h1>{words.till.waiting}</h1>
        <p class="lead">{words.till.waitingWhat}</p>
        {nextActionUrl && (
          <p>
            <a class="more" href={nextActionUrl}>
              {words.till.backToPay}
            </a>
          </p>
        )}
      </section>
    ),
  };
}

/** As far as the order got meanwhile; right after the payment it may still be being written down. */
async function voyageFrom(
  request: PageRequest,
  { orderId, totals, delivery }: Checkout,
): Promise<Voyage> {
  const asked = { orderId, expand: 'documents' };
  const read = orderId === null ? undefined : await request.attempt('getOrder', asked);
  const order = read?.ok ? orderIn(read.value) : undefined;
  if (order) return voyageOf(order);
  return {
    state: 'placed',
    paymentState: totals?.totalMinor === 0 ? 'captured' : 'authorized',
    total: totals ?? undefined,
    invoiceNumber: null,
    promise: delivery?.promise,
  };
}

function confirmation(request: PageRequest, checkout: Checkout, voyage: Voyage): Page {
  const { words, at } = request;
  return {
    kind: 'confirmation',
    title: words.till.thanks,
    body: (
      <div class="wrap">
        <header class="list-head">
          <h1>{words.till.thanks}</h1>
          <p class="lead num">{words.till.number(checkout.orderNumber ?? '')}</p>
        </header>
        <div class="checkout">
          <div class="confirmed">
            <Route request={request} voyage={voyage} />
            <p>{words.till.wrote(checkout.email ?? '')}</p>
            <MakeAccount request={request} checkout={checkout} />
            <p>
              <a class="more" href={at.home()}>
                {words.trouble.toHome}
              </a>
            </p>
          </div>
          <Summary request={request} checkout={checkout} />
        </div>
      </div>
    ),
  };
}

/** One press, for who bought without an account: who they are is known. */
function MakeAccount({ request, checkout }: { request: PageRequest; checkout: Checkout }) {
  const { session, words, at } = request;
  const { email, shippingAddress, billingAddress } = checkout;
  if (session.kind !== 'guest' || email === null) return null;
  const { registering } = words.account;
  return (
    <form class="panel" method="post" action={at.account('/register')}>
      <FormFields request={request} />
      <input type="hidden" name="email" value={email} />
      <input type="hidden" name="name" value={(shippingAddress ?? billingAddress)?.name ?? ''} />
      <p>{registering.pressWhat}</p>
      <div>
        <button class="button plain">{registering.press}</button>
      </div>
    </form>
  );
}
