import type { PageRequest } from '../../serving/page.ts';
import { sorts, type Fields, type OwnSort } from './filters.ts';

/** Sends itself where a script runs; else by its button. */
export function SortForm({
  request: { words },
  action,
  fields,
  withBest = false,
  own,
}: {
  request: PageRequest;
  action: string;
  fields: Fields;
  /** A search's own order, which stands first. */
  withBest?: boolean;
  /** The order that the list has where none is asked for. */
  own?: OwnSort | undefined;
}) {
  const chosen = fields['sort'] ?? own;
  const others = Object.entries(fields).filter(([name]) => name !== 'sort' && name !== 'category');
  return (
    <form class="sort" action={action} method="get" data-sends-itself>
      {others.flatMap(([name, values]) =>
        [values]
          .flat()
          .map((value) => (
            <input key={`${name} ${value}`} type="hidden" name={name} value={value} />
          )),
      )}
      <label for="sort">{words.list.sort}</label>
      <select id="sort" name="sort">
        {own === 'by_hand' && <option value="">{words.list.sorts.by_hand}</option>}
        {withBest && <option value="">{words.list.sorts.best}</option>}
        {sorts.map((sort) => (
          <option key={sort} value={sort} selected={sort === chosen}>
            {words.list.sorts[sort]}
          </option>
        ))}
      </select>
      <noscript>
        <button class="button plain">{words.list.apply}</button>
      </noscript>
    </form>
  );
}
