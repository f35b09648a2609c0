import type { ComponentChildren } from 'preact';
import type { Page, PageRequest } from '../../../serving/page.ts';
import type { Cart } from '../../cart/cart-page.tsx';
import { Done } from '../fields.tsx';
import { nothingSaid, statusOf, type Said } from '../refusals.ts';

export interface EntryParts {
  readonly title: string;
  readonly lead?: string;
  readonly said?: Said;
  readonly beside?: ComponentChildren;
  readonly children: ComponentChildren;
}

/** A page before the account: one thing to do, and what else there is beside it. */
export function entryPage(request: PageRequest, parts: EntryParts): Page {
  const { title, lead, said = nothingSaid, beside, children } = parts;
  return {
    kind: 'entry',
    status: statusOf(said),
    title,
    body: (
      <div class="wrap entry">
        <section>
          <h1>{title}</h1>
          {lead !== undefined && <p class="lead">{lead}</p>}
          <Done request={request} />
          {said.alert !== undefined && (
            <p class="alert" role="alert">
              {said.alert}
            </p>
          )}
          {children}
        </section>
        {beside}
      </div>
    ),
  };
}

/** Where somebody goes on after signing in, told there what became of the cart from before. */
export function afterSignIn(
  request: PageRequest,
  asked: string | null,
  { cart, cartNotTaken }: TakenAlong,
): string {
  const destination = destinationOf(request, asked);
  const codes = cart?.notices.map(({ code }) => code) ?? [];
  if (cartNotTaken) return `${destination}?done=cart-kept`;
  if (codes.includes('line_left_out')) return `${destination}?done=cart-left-out`;
  return codes.length > 0 ? `${destination}?done=cart-changed` : destination;
}

interface TakenAlong {
  readonly cart?: Pick<Cart, 'notices'> | undefined;
  readonly cartNotTaken?: object | undefined;
}

/** Where somebody goes on after signing in: a page of this shop that needs it, and nowhere else. */
export function destinationOf({ at }: PageRequest, asked: string | null): string {
  const isOurs =
    asked !== null &&
    /^(?:\/account|\/cart|\/checkout|\/wish-list)(?:\/[\w-]{1,64}){0,3}$/.test(asked);
  return isOurs && !asked.startsWith('/account/sign-in') ? `${at.prefix}${asked}` : at.account();
}
