import { Link } from '@tanstack/react-router';
import { Applied, said, SearchField, without } from '../../lists/narrowing.tsx';
import { ActionMenu } from '../../shell/action-menu.tsx';
import { usePageSpeech } from '../../words/speech.tsx';
import { SavedViews } from '../../views/saved-views.tsx';
import { withTrails } from '../../shelves/shelf-tree.ts';
import { useCategories } from '../use-categories.ts';
import type { Channel } from '../use-channels.ts';
import { columnNames, type Column } from './columns.ts';
import { missings, sorts, stocks, views, type ProductSearch } from './product-search.ts';

interface Asking {
  readonly search: ProductSearch;
  readonly ask: (search: ProductSearch) => void;
}

export function ProductViews({ search }: Pick<Asking, 'search'>) {
  const { words } = usePageSpeech();
  const { view: current = 'everything', ...others } = search;
  return (
    <nav className="views" aria-label={words.products.viewsLabel}>
      {views.map((view) => (
        <Link
          key={view}
          to="/products"
          search={view === 'everything' ? said(others) : { ...others, view }}
          activeOptions={{ exact: true }}
          aria-current={view === current ? 'page' : undefined}
        >
          {words.products.views[view]}
        </Link>
      ))}
      <SavedViews page="products" search={{ ...search }} before={views.length} />
    </nav>
  );
}

interface FiltersShown extends Asking {
  readonly channels: readonly Channel[];
  readonly channel: Channel | undefined;
  readonly columns: readonly Column[];
  readonly onColumns: (columns: readonly Column[]) => void;
}

export function ProductFilters(shown: FiltersShown) {
  const { search, ask } = shown;
  const { words } = usePageSpeech();
  const { products } = words;
  const drop = (name: keyof ProductSearch) => ask(without(search, name));
  return (
    <div className="filters">
      <SearchField
        label={products.searchLabel}
        hint={products.searchHint}
        q={search.q}
        onTyped={(q) => ask(q === undefined ? without(search, 'q') : { ...search, q })}
      />
      {search.category && (
        <Applied name={products.category} onRemove={() => drop('category')}>
          {search.category}
        </Applied>
      )}
      {search.stock && (
        <Applied name={products.stock} onRemove={() => drop('stock')}>
          {products.stocks[search.stock]}
        </Applied>
      )}
      {search.missing && (
        <Applied name={products.missing} onRemove={() => drop('missing')}>
          {products.missings[search.missing]}
        </Applied>
      )}
      <FilterMenu search={search} ask={ask} />
      <ChannelMenu {...shown} />
      <ColumnMenu {...shown} />
      <SortMenu search={search} ask={ask} />
    </div>
  );
}

function FilterMenu({ search, ask }: Asking) {
  const { words } = usePageSpeech();
  const { products } = words;
  const categories = useCategories();
  const groups = [
    {
      label: products.stock,
      items: stocks.map((stock) => ({
        text: products.stocks[stock],
        act: () => ask({ ...search, stock }),
      })),
    },
    {
      label: products.missing,
      items: missings.map((missing) => ({
        text: products.missings[missing],
        act: () => ask({ ...search, missing }),
      })),
    },
    ...(categories.length > 0
      ? [
          {
            label: products.category,
            items: withTrails(categories).map(({ path, trail }) => ({
              text: trail,
              act: () => ask({ ...search, category: path }),
            })),
          },
        ]
      : []),
  ];
  return (
    <ActionMenu className="filter add" opensBy="f" groups={groups}>
      + {words.list.filter} <kbd>F</kbd>
    </ActionMenu>
  );
}

function ChannelMenu({ search, ask, channels, channel }: FiltersShown) {
  const { words } = usePageSpeech();
  if (channels.length < 2 || !channel) return null;
  const items = channels.map(({ code, name }) => ({
    text: name,
    isChosen: code === channel.code,
    act: () => ask({ ...search, channel: code }),
  }));
  return (
    <ActionMenu className="filter add" groups={[{ label: words.products.channel, items }]}>
      {words.products.channel}: <b>{channel.name}</b>
    </ActionMenu>
  );
}

function ColumnMenu({ columns, onColumns }: FiltersShown) {
  const { words } = usePageSpeech();
  const items = columnNames
    .filter((name) => name !== 'title')
    .map((name) => ({
      text: words.products.columns[name],
      isChosen: columns.includes(name),
      act: () =>
        onColumns(columnNames.filter((each) => (each === name) !== columns.includes(each))),
    }));
  return (
    <ActionMenu className="filter add hide-s" groups={[{ items }]}>
      {words.products.columnsMenu}
    </ActionMenu>
  );
}

function SortMenu({ search, ask }: Asking) {
  const { words } = usePageSpeech();
  const { sort: current = 'created_descending', ...others } = search;
  const items = sorts.map((sort) => ({
    text: words.products.sorts[sort],
    isChosen: sort === current,
    act: () => ask(sort === 'created_descending' ? others : { ...others, sort }),
  }));
  return (
    <ActionMenu
      className="sort link"
      label={words.list.sortBy(words.products.sorts[current])}
      groups={[{ items }]}
    >
      {words.products.sorts[current]}
    </ActionMenu>
  );
}
