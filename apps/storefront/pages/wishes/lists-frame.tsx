import type { ComponentChildren } from 'preact';
import type { Page, PageRequest } from '../../serving/page.ts';
import { accountPage } from '../account/account-frame.tsx';

export interface ListsPageParts {
  readonly title: string;
  /** Why something was not done, if so. */
  readonly alert?: string | undefined;
  readonly children: ComponentChildren;
}

/** Within the account of a customer; a guest has lists of their own, and no account around them. */
export function listsPage(request: PageRequest, { title, alert, children }: ListsPageParts): Page {
  const status = alert === undefined ? 200 : 409;
  const body = (
    <div class="lists">
      <Said request={request} />
      {children}
    </div>
  );
  if (request.session.kind === 'customer') {
    return accountPage(request, { section: 'lists', title, alert, status, children: body });
  }
  return {
    kind: 'account',
    status,
    title,
    body: (
      <div class="wrap by-itself">
        <header class="list-head">
          <h1>
            <bdi>{title}</bdi>
          </h1>
        </header>
        {alert !== undefined && (
          <p class="alert" role="alert">
            {alert}
          </p>
        )}
        {body}
      </div>
    ),
  };
}

/** What was done before this page was led to. */
function Said({ request: { words, query, at } }: { request: PageRequest }) {
  const { lists } = words;
  const said = {
    added: lists.addedOne,
    removed: lists.removed,
    some: lists.movedSome,
    none: lists.noneMoved,
    'cart-saved': lists.cartSavedOne,
    'cart-removed': lists.cartRemoved,
    renamed: lists.renamed,
    shared: lists.sharing,
    unshared: lists.sharingEnded,
  } as Readonly<Record<string, string | undefined>>;
  const what = query.get('did');
  if (what === null || !Object.hasOwn(said, what)) return null;
  return (
    <p class="told" role="status">
      {said[what]} {what === 'some' && <a href={at.cart()}>{words.basket.toCart}</a>}
    </p>
  );
}
