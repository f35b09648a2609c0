import { FormFields } from '../../layout/form-fields.tsx';
import type { Page, PageRequest, Redirect } from '../../serving/page.ts';
import { entryPage } from '../account/entering/entry.tsx';
import { inItsLanguage, mailedToken } from '../account/entering/mailed-link.ts';
import { Field } from '../account/fields.tsx';
import { nothingSaid, saidOf, type Said } from '../account/refusals.ts';
import type { Product, Variant } from './chosen-variant.ts';

interface Watch {
  readonly title: string;
  readonly variantTitle: string | null;
  readonly confirmedAt: string | null;
  readonly toldAt: string | null;
}

/** Beside what is sold out: a customer presses once, anybody else says where we are to write. */
export function WatchFields({ request, product }: { request: PageRequest; product: Product }) {
  const { watching } = request.words.account;
  return (
    <div class="fields watch" id="watch">
      <p>
        <b>{watching.title}</b>
      </p>
      {request.session.kind !== 'customer' && (
        <Field
          request={request}
          name="email"
          label={request.words.account.email}
          type="email"
          autoComplete="email"
          maxLength={254}
          hint={watching.once}
          wrong={{}}
        />
      )}
      <button class="button" formAction={`${request.at.product(product.handle)}/watch`}>
        {watching.tell}
      </button>
    </div>
  );
}

/** Takes the wish; the answer says nothing of whether the address had it before. */
export async function watchProduct(request: PageRequest): Promise<Page | Redirect> {
  const { form, at, words, params, session } = request;
  const { watching } = words.account;
  const sku = form.get('sku') ?? '';
  const product = await request.ask<Product>('getProduct', { handle: params['handle'] });
  const email = form.get('email')?.trim() ?? '';
  const asked = await request.attempt('watchVariant', {
    productId: product.productId,
    sku,
    ...(session.kind === 'customer' ? {} : { email }),
  });
  const variant = product.variants.find((one) => one.sku === sku);
  const back = at.product(product.handle, { variant: sku });
  if (asked.ok) {
    const { confirmed } = asked.value as { confirmed: boolean };
    return entryPage(request, {
      title: confirmed ? watching.noted : watching.sent,
      lead: confirmed ? watching.notedWhat : watching.sentWhat(email),
      children: (
        <p>
          <a class="more" href={back}>
            {product.title}
          </a>
        </p>
      ),
    });
  }
  const { code } = asked.refused;
  if (variant === undefined || code === 'variant_available') return { status: 303, location: back };
  const said =
    code === 'too_many_watches'
      ? { alert: watching.tooMany, wrong: {} }
      : saidOf(request, asked.refused);
  return askAgain(request, product, { variant, email, said });
}

function askAgain(
  request: PageRequest,
  product: Product,
  { variant, email, said }: { variant: Variant; email: string; said: Said },
): Page {
  const { at, words } = request;
  const { watching } = words.account;
  return entryPage(request, {
    title: watching.title,
    lead: product.title,
    said,
    children: (
      <form class="fields" method="post" action={`${at.product(product.handle)}/watch`}>
        <FormFields request={request} />
        <input type="hidden" name="sku" value={variant.sku} />
        {request.session.kind !== 'customer' && (
          <Field
            request={request}
            name="email"
            label={words.account.email}
            type="email"
            autoComplete="email"
            maxLength={254}
            hint={watching.once}
            value={email}
            wrong={said.wrong}
          />
        )}
        <button class="button">{watching.tell}</button>
      </form>
    ),
  });
}

/** What the mail's link shows: nothing is confirmed by looking. */
export async function watchPage(request: PageRequest): Promise<Page | Redirect> {
  const elsewhere = inItsLanguage(request, '/watch');
  if (elsewhere) return elsewhere;
  const found = await request.attempt('getWatchByLink', { token: mailedToken(request) });
  if (!found.ok) return over(request, found.refused);
  return pageOf(request, found.value as Watch);
}

export async function confirmWatch(request: PageRequest): Promise<Page | Redirect> {
  const confirmed = await request.attempt('confirmWatch', { token: mailedToken(request) });
  if (!confirmed.ok) return over(request, confirmed.refused);
  return pageOf(request, confirmed.value as Watch);
}

export async function endWatch(request: PageRequest): Promise<Page | Redirect> {
  const ended = await request.attempt('endWatchByLink', { token: mailedToken(request) });
  if (!ended.ok) return over(request, ended.refused);
  const { watching } = request.words.account;
  return entryPage(request, {
    title: watching.ended,
    lead: watching.endedWhat,
    children: <Home request={request} />,
  });
}

function pageOf(request: PageRequest, watch: Watch): Page {
  const { words, at, params } = request;
  const { watching } = words.account;
  const isConfirmed = watch.confirmedAt !== null;
  const name = nameOf(watch);
  if (watch.toldAt !== null) {
    const lead = watching.toldWhat(name);
    return entryPage(request, { title: watching.told, lead, children: <Home request={request} /> });
  }
  const action = at.mailed('/watch', params['mailedIn']!, params['token']!);
  return entryPage(request, {
    title: isConfirmed ? watching.noted : watching.title,
    lead: isConfirmed ? watching.notedWhat : watching.confirmWhat(name),
    children: (
      <form class="fields" method="post" action={isConfirmed ? `${action}/end` : action}>
        <FormFields request={request} />
        {isConfirmed ? (
          <button class="text-button">{watching.end}</button>
        ) : (
          <button class="button">{watching.confirm}</button>
        )}
      </form>
    ),
  });
}

export function nameOf({ title, variantTitle }: Pick<Watch, 'title' | 'variantTitle'>): string {
  return variantTitle === null ? title : `${title}, ${variantTitle}`;
}

function Home({ request: { words, at } }: { request: PageRequest }) {
  return (
    <p>
      <a class="button" href={at.home()}>
        {words.account.orders.look}
      </a>
    </p>
  );
}

function over(request: PageRequest, refused: Parameters<typeof saidOf>[1]): Page {
  const { watching } = request.words.account;
  if (refused.code !== 'link_invalid') saidOf(request, refused);
  return {
    ...entryPage(request, {
      title: watching.over,
      lead: watching.overWhat,
      said: nothingSaid,
      children: <Home request={request} />,
    }),
    status: 410,
  };
}
