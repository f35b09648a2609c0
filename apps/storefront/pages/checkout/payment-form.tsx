import { FormFields } from '../../layout/form-fields.tsx';
import type { PageRequest } from '../../serving/page.ts';
import { pageOfKind } from '../../serving/shop.ts';
import { CardPlace } from './card-place.tsx';
import { Review } from './review.tsx';
import { checkoutAddress, type Checkout, type OfferedMethod } from './checkout.ts';

export interface PaymentParts {
  readonly request: PageRequest;
  readonly checkout: Checkout;
  readonly methods: readonly OfferedMethod[];
  /** In place of an earlier try that came to nothing, or that its buyer came back from. */
  readonly isAnotherTry: boolean;
}

/** Those that a form can offer: what needs a token can be paid on a page of the provider, too. */
export function usableMethods(methods: readonly OfferedMethod[]): readonly OfferedMethod[] {
  return methods.filter(({ needsToken, hostedPage }) => !needsToken || hostedPage);
}

export function PaymentForm(parts: PaymentParts) {
  const { request, checkout, methods, isAnotherTry } = parts;
  const { words, formats } = request;
  const { totals, checkoutId, version, problems } = checkout;
  const usable = usableMethods(methods);
  if (totals === null) return null;
  return (
    <form
      class="step pay"
      id="pay"
      method="post"
      action={checkoutAddress(request, checkoutId, '/complete')}
      data-pay
    >
      <FormFields request={request} />
      <input type="hidden" name="version" value={version} />
      {isAnotherTry && <input type="hidden" name="instead" value="1" />}
      <fieldset>
        <legend>{words.till.payment}</legend>
        {usable.length === 0 && <p class="note">{words.till.noMethod}</p>}
        <div class="radios">
          {usable.map((method, place) => (
            <Method key={method.code} {...parts} method={method} isFirst={place === 0} />
          ))}
        </div>
      </fieldset>
      {problems.map(({ code, message }) => (
        <p key={code} class="note">
          {message}
        </p>
      ))}
      <Review request={request} checkout={checkout} />
      <Legal request={request} />
      {usable.length > 0 && problems.length === 0 && (
        <button class="button big">
          {words.till.order}{' '}
          <span class="num">{formats.money(totals.totalMinor, totals.currency)}</span>
        </button>
      )}
      <p class="muted">{words.till.once}</p>
    </form>
  );
}

function Method({
  request,
  checkout,
  method,
  isFirst,
}: PaymentParts & { method: OfferedMethod; isFirst: boolean }) {
  const { code, name, hostedPage, cardForm } = method;
  return (
    <>
      <label class="radio">
        <input
          type="radio"
          name="method"
          value={code}
          checked={isFirst}
          required
          {...(cardForm && { 'data-has-card': '' })}
        />
        <span>
          <b>{name}</b>
          {hostedPage && (
            <small class={cardForm ? 'on-their-page' : ''}>{request.words.till.hosted}</small>
          )}
        </span>
      </label>
      {cardForm && <CardPlace request={request} checkout={checkout} form={cardForm} name={name} />}
    </>
  );
}

/** What holds for the purchase, one press away, and kept with the order as it was shown. */
function Legal({ request: { shop, words, at } }: { request: PageRequest }) {
  const shown = (['terms', 'withdrawal', 'privacy'] as const).flatMap((kind) => {
    const page = pageOfKind(shop, kind);
    return page ? [page] : [];
  });
  if (shown.length === 0) return null;
  return (
    <p class="legal">
      {words.till.legal}{' '}
      {shown.map(({ handle, title, textId }, place) => (
        <>
          {place > 0 && ', '}
          <a href={at.page(handle)} target="_blank" rel="noopener">
            {title}
          </a>
          <input type="hidden" name="text" value={textId} />
        </>
      ))}
    </p>
  );
}
