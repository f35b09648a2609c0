import { FormFields } from '../../layout/form-fields.tsx';
import type { Page, PageRequest } from '../../serving/page.ts';
import { listsPage } from './lists-frame.tsx';
import { OwnLines } from './own-lines.tsx';
import { summariesOf, wishListOf, type SavedList, type Summary } from './saved-list.ts';

/** What somebody wishes for, and the carts that they saved. @param alert why something was not done */
export async function wishListPage(request: PageRequest, alert?: string): Promise<Page> {
  const { words, session, at } = request;
  const { lists } = words;
  const summaries = await summariesOf(request);
  const list = await wishListOf(request, summaries);
  const saved = summaries.filter(({ kind }) => kind === 'cart');
  return listsPage(request, {
    title: lists.wishes,
    alert,
    children: (
      <>
        {session.kind !== 'customer' && (
          <p class="muted">
            {lists.guest} <a href={at.account('/sign-in', { to: '/wish-list' })}>{lists.signIn}</a>
          </p>
        )}
        {list === undefined || list.lines.length === 0 ? (
          <section class="quiet">
            <h2>{lists.empty}</h2>
            <p>{lists.emptyWhat}</p>
          </section>
        ) : (
          <>
            <OwnLines request={request} list={list} />
            <Sharing request={request} list={list} />
          </>
        )}
        {saved.length > 0 && <SavedCarts request={request} saved={saved} />}
      </>
    ),
  });
}

/** A link that shows the list to others, for as long as its owner wants. */
function Sharing({ request, list }: { request: PageRequest; list: SavedList }) {
  const { words, at, origin } = request;
  const { lists } = words;
  const isShared = list.shareToken !== null;
  return (
    <section class="sharing" aria-labelledby="sharing">
      <h2 id="sharing">{lists.share}</h2>
      <p class="muted">{lists.shareWhat}</p>
      {list.shareToken !== null && (
        <div class="field">
          <label for="share-link">{lists.shareLink}</label>
          <input
            id="share-link"
            class="num"
            readOnly
            value={`${origin}${at.sharedList(list.shareToken)}`}
            data-copy={lists.copy}
            data-copied={lists.copied}
          />
        </div>
      )}
      <form method="post" action={at.wishes(`/${list.listId}/share`)}>
        <FormFields request={request} />
        <input type="hidden" name="shared" value={isShared ? 'no' : 'yes'} />
        <button class={isShared ? 'text-button' : 'button plain'}>
          {isShared ? lists.shareEnd : lists.shareIt}
        </button>
      </form>
    </section>
  );
}

function SavedCarts({ request, saved }: { request: PageRequest; saved: readonly Summary[] }) {
  const { words, at, formats, shop } = request;
  const { lists } = words;
  return (
    <section aria-labelledby="carts">
      <h2 id="carts">{lists.carts}</h2>
      <p class="muted">{lists.cartsWhat}</p>
      <ul class="voyages devices">
        {saved.map(({ listId, name, skus, updatedAt }) => (
          <li key={listId}>
            <div class="device">
              <div>
                <a class="more" href={at.wishes(`/${listId}`)}>
                  <bdi>{name ?? lists.carts}</bdi>
                </a>
                <p class="muted num">
                  {lists.articles(skus.length)} ·{' '}
                  {lists.savedOn(formats.moment(updatedAt, shop.timeZone))}
                </p>
              </div>
              <form method="post" action={at.wishes(`/${listId}/move`)}>
                <FormFields request={request} />
                <button class="button plain">{lists.toCart}</button>
              </form>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
