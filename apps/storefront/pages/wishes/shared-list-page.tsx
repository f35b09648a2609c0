import { FormFields } from '../../layout/form-fields.tsx';
import type { Page, PageRequest } from '../../serving/page.ts';
import { PageRefused } from '../../serving/page-refused.ts';
import { ListLines } from './list-lines.tsx';
import type { SharedList } from './saved-list.ts';

/** A list that somebody shares by its link; who has it can buy what is on it. */
export async function sharedListPage(request: PageRequest): Promise<Page> {
  const { words, at, params } = request;
  const { lists } = words;
  const read = await request.attempt('getSharedList', { token: params['token'] });
  if (!read.ok) return over(request, read.refused);
  const list = read.value as SharedList;
  return {
    kind: 'account',
    title: list.name ?? lists.shared,
    isByLink: true,
    body: (
      <div class="wrap by-itself">
        <header class="list-head">
          <h1>
            <bdi>{list.name ?? lists.shared}</bdi>
          </h1>
          <p class="lead">{list.lines.length === 0 ? lists.sharedEmpty : lists.sharedWhat}</p>
        </header>
        <div class="lists">
          <ListLines
            request={request}
            list={list}
            forms={({ sku, title }, isBuyable) =>
              isBuyable && (
                <form method="post" action={`${at.cart()}/lines`}>
                  <FormFields request={request} />
                  <input type="hidden" name="sku" value={sku} />
                  <button class="button plain" aria-label={lists.toCartOf(title)}>
                    {lists.toCart}
                  </button>
                </form>
              )
            }
          />
        </div>
      </div>
    ),
  };
}

/** A link that opens nothing any more, and never says whether it ever did. */
function over(
  { words, at }: PageRequest,
  { status, retryAfterSeconds }: { status: number; retryAfterSeconds?: number | undefined },
): Page {
  if (status !== 404 && status !== 422 && status !== 400) {
    throw new PageRefused(status, retryAfterSeconds);
  }
  const { lists, basket } = words;
  return {
    kind: 'account',
    status: 410,
    title: lists.sharedOver,
    isByLink: true,
    body: (
      <div class="wrap">
        <section class="quiet">
          <h1>{lists.sharedOver}</h1>
          <p class="lead">{lists.sharedOverWhat}</p>
          <p>
            <a class="button" href={at.home()}>
              {basket.toShop}
            </a>
          </p>
        </section>
      </div>
    ),
  };
}
