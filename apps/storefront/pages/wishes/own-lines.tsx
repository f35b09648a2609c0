import { FormFields } from '../../layout/form-fields.tsx';
import type { PageRequest } from '../../serving/page.ts';
import { ListLines } from './list-lines.tsx';
import type { SavedList } from './saved-list.ts';

/** One's own list: each line can be bought or taken off it, and all of it bought at once. */
export function OwnLines({ request, list }: { request: PageRequest; list: SavedList }) {
  const { words, at } = request;
  const { lists } = words;
  const address = at.wishes(`/${list.listId}`);
  return (
    <>
      <ListLines
        request={request}
        list={list}
        forms={({ lineId, title }, isBuyable) => (
          <>
            {isBuyable && (
              <form method="post" action={`${address}/move`}>
                <FormFields request={request} />
                <input type="hidden" name="lineId" value={lineId} />
                <button class="button plain" aria-label={lists.toCartOf(title)}>
                  {lists.toCart}
                </button>
              </form>
            )}
            <form method="post" action={`${address}/lines/${lineId}/remove`}>
              <FormFields request={request} />
              <button class="text-button" aria-label={lists.removeOf(title)}>
                {lists.remove}
              </button>
            </form>
          </>
        )}
      />
      {list.lines.length > 1 && (
        <form method="post" action={`${address}/move`}>
          <FormFields request={request} />
          <button class="button">{lists.allToCart}</button>
        </form>
      )}
    </>
  );
}
