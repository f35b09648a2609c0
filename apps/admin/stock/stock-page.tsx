import { getRouteApi, Link, useRouter } from '@tanstack/react-router';
import { useProblemText } from '../asking/problem-text.ts';
import { ExportButton } from '../files/export-button.tsx';
import { Applied, SearchField, without } from '../lists/narrowing.tsx';
import { useMay } from '../session/use-session.ts';
import { ActionMenu } from '../shell/action-menu.tsx';
import { useKeys } from '../shell/use-keys.ts';
import { usePageSpeech } from '../words/speech.tsx';
import { StockRows } from './stock-rows.tsx';
import { views, type StockSearch } from './stock-search.ts';
import { exportStock, useLocations, useStock } from './use-stock.ts';

const route = getRouteApi('/stock');

/** What lies where, what of it is promised, and what is at its mark. */
export function StockPage() {
  const { words } = usePageSpeech();
  const textOf = useProblemText();
  const may = useMay();
  const router = useRouter();
  const search = route.useSearch();
  const { locations, nameOf } = useLocations();
  const chosen = locations.find(({ code }) => code === search.location);
  const stock = useStock(search, chosen?.locationId);
  const { rows, error, isPending, isPlaceholderData, hasNextPage } = stock;
  const address = router.buildLocation({ to: '/stock', search }).href;
  const count = () =>
    void router.navigate({
      to: '/stock/count',
      search: search.location ? { location: search.location } : {},
    });
  useKeys({ c: may('inventory:write') ? count : undefined });
  return (
    <div className="page list-page">
      <title>{words.stock.title}</title>
      <div className="head">
        <div>
          <h1>{words.stock.title}</h1>
          <p className="num" role="status">
            {isPending ? words.list.reading : words.stock.shown(rows.length, hasNextPage)}
          </p>
        </div>
        <div className="acts">
          <ExportButton name="stock" begin={() => exportStock(search, chosen?.locationId)} />
          {may('inventory:write') && (
            <button type="button" className="button primary" onClick={count}>
              {words.stock.count} <kbd>C</kbd>
            </button>
          )}
        </div>
      </div>
      <Views search={search} />
      <Filters search={search} />
      {error && (
        <p className="alert" role="alert">
          {textOf(error)}{' '}
          <button type="button" className="link" onClick={stock.again}>
            {words.problems.again}
          </button>
        </p>
      )}
      {!isPending && !error && rows.length === 0 ? (
        <Nothing search={search} />
      ) : (
        <StockRows
          key={address}
          address={address}
          rows={rows}
          isOld={isPlaceholderData}
          nameOf={nameOf}
          onEnd={stock.readOn}
        />
      )}
    </div>
  );
}

function Nothing({ search }: { search: StockSearch }) {
  const { words } = usePageSpeech();
  const { stock } = words;
  const isNarrowed = search.q !== undefined || search.location !== undefined;
  const [title, what] = isNarrowed
    ? [stock.noneFound, stock.noneFoundWhat]
    : search.view === 'low'
      ? [stock.noneLow, stock.noneLowWhat]
      : [stock.none, stock.noneWhat];
  return (
    <section className="panel empty">
      <h2>{title}</h2>
      <p className="muted">{what}</p>
    </section>
  );
}

function Views({ search }: { search: StockSearch }) {
  const { words } = usePageSpeech();
  const { view: current = 'everything', ...others } = search;
  return (
    <nav className="views" aria-label={words.stock.viewsLabel}>
      {views.map((view) => (
        <Link
          key={view}
          to="/stock"
          search={view === 'everything' ? others : { ...others, view }}
          activeOptions={{ exact: true }}
          aria-current={view === current ? 'page' : undefined}
        >
          {words.stock.views[view]}
        </Link>
      ))}
    </nav>
  );
}

function Filters({ search }: { search: StockSearch }) {
  const { words } = usePageSpeech();
  const router = useRouter();
  const { locations } = useLocations();
  const ask = (next: StockSearch) => void router.navigate({ to: '/stock', search: next });
  const chosen = locations.find(({ code }) => code === search.location);
  const items = locations.map(({ code, name }) => ({
    text: name,
    isChosen: code === search.location,
    act: () => ask({ ...search, location: code }),
  }));
  return (
    <div className="filters">
      <SearchField
        label={words.stock.searchLabel}
        hint={words.stock.searchHint}
        q={search.q}
        onTyped={(q) => ask(q === undefined ? without(search, 'q') : { ...search, q })}
      />
      {chosen && (
        <Applied name={words.stock.location} onRemove={() => ask(without(search, 'location'))}>
          {chosen.name}
        </Applied>
      )}
      {locations.length > 1 && (
        <ActionMenu
          className="filter add"
          opensBy="f"
          groups={[{ label: words.stock.location, items }]}
        >
          + {words.list.filter} <kbd>F</kbd>
        </ActionMenu>
      )}
    </div>
  );
}
