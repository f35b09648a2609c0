import { getRouteApi, Link, useRouter } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { useProblemText } from '../../asking/problem-text.ts';
import { ExportButton } from '../../files/export-button.tsx';
import { isNarrowed, said } from '../../lists/narrowing.tsx';
import { useIsNarrow } from '../../lists/use-is-narrow.ts';
import { useMay } from '../../session/use-session.ts';
import { usePageSpeech, useSpeech } from '../../words/speech.tsx';
import { BulkDialog } from '../bulk/bulk-dialog.tsx';
import { ChosenProducts } from '../bulk/chosen-products.tsx';
import { useChannel, type Channel } from '../use-channels.ts';
import { forDesks, keepColumns, keptColumns, type Column } from './columns.ts';
import { GridQuestions, Unsaved } from './grid-foot.tsx';
import { NewProduct } from './new-product.tsx';
import { ProductFilters, ProductViews } from './product-filters.tsx';
import { ProductRows } from './product-rows.tsx';
import type { ProductSearch } from './product-search.ts';
import { useCells } from './use-cells.ts';
import { exportProducts, useProducts } from './use-products.ts';

const route = getRouteApi('/products');
const none: ReadonlySet<string> = new Set();

/** Products as a sheet: views, one field, filters, and a row each that is edited where it stands. */
export function ProductsPage() {
  const speech = usePageSpeech();
  const { words } = speech;
  const may = useMay();
  const router = useRouter();
  const search = route.useSearch();
  const { channels, channel, code, problem } = useChannel(search.channel);
  const products = useProducts(search, code, may('catalog:write'));
  const { columns, shownColumns, chooseColumns } = useColumns();
  // What is typed outlives another filter, order or channel.
  const cells = useCells(speech);
  const edits = may('catalog:write') ? channel : undefined;
  const { rows, error, isPending, isPlaceholderData, hasNextPage } = products;
  const address = router.buildLocation({ to: '/products', search }).href;
  const ask = (next: ProductSearch) =>
    void router.navigate({ to: '/products', search: said(next) });
  const [chosen, choose] = useChosen(address);
  const narrowed = isNarrowed(search, ['sort', 'channel']);
  return (
    <div className="page list-page">
      <title>{words.products.title}</title>
      <Head
        search={search}
        channel={code}
        edits={edits}
        said={isPending ? words.list.reading : words.products.shown(rows.length, hasNextPage)}
      />
      <ProductViews search={search} />
      <ProductFilters
        search={search}
        ask={ask}
        channels={channels}
        channel={channel}
        columns={columns}
        onColumns={chooseColumns}
      />
      {error && <Trouble error={error} again={products.again} />}
      {problem && <Trouble {...problem} />}
      <GridQuestions cells={cells} />
      {!isPending && !error && rows.length === 0 ? (
        <NoProducts isNarrowed={narrowed}>
          <Unsaved cells={cells} />
        </NoProducts>
      ) : (
        <ProductRows
          key={address}
          address={address}
          rows={rows}
          columns={shownColumns}
          cells={cells}
          channel={edits}
          isOld={isPlaceholderData}
          onEnd={products.readOn}
          chosen={chosen}
          onChosen={choose}
        />
      )}
      {chosen.size > 0 && edits && (
        <ChosenProducts
          search={search}
          channel={edits}
          chosen={[...chosen]}
          onClear={() => choose(none)}
        />
      )}
    </div>
  );
}

function useColumns() {
  const [columns, setColumns] = useState(keptColumns);
  const isNarrow = useIsNarrow();
  // What is not seen is not gone to, nor filled by a paste.
  const shownColumns = columns.filter((column) => !isNarrow || !forDesks.includes(column));
  const chooseColumns = (chosen: readonly Column[]) => {
    keepColumns(chosen);
    setColumns(chosen);
  };
  return { columns, shownColumns, chooseColumns };
}

/** Of this list alone: what another filter shows was not chosen here. */
function useChosen(address: string) {
  const [marked, setMarked] = useState({ address, ids: none });
  const choose = (ids: ReadonlySet<string>) => setMarked({ address, ids });
  return [marked.address === address ? marked.ids : none, choose] as const;
}

function NoProducts({ isNarrowed, children }: { isNarrowed: boolean; children: ReactNode }) {
  const { products } = usePageSpeech().words;
  return (
    <section className="panel empty">
      <h2>{isNarrowed ? products.noneFound : products.none}</h2>
      <p className="muted">{isNarrowed ? products.noneFoundWhat : products.noneWhat}</p>
      {children}
    </section>
  );
}

function Trouble({ error, again }: { error: Error; again: () => void }) {
  const { words } = useSpeech();
  const textOf = useProblemText();
  return (
    <p className="alert" role="alert">
      {textOf(error)}{' '}
      <button type="button" className="link" onClick={again}>
        {words.problems.again}
      </button>
    </p>
  );
}

interface HeadShown {
  readonly search: ProductSearch;
  readonly channel: string;
  /** Where prices may be set. */
  readonly edits: Channel | undefined;
  readonly said: string;
}

function Head({ search, channel, edits, said }: HeadShown) {
  const { words } = usePageSpeech();
  const may = useMay();
  const [isAdding, setAdding] = useState(false);
  const [isChanging, setChanging] = useState(false);
  return (
    <div className="head">
      <div>
        <h1>{words.products.title}</h1>
        <p className="num" role="status">
          {said}
        </p>
      </div>
      <div className="acts">
        <ExportButton name="products" begin={() => exportProducts(channel)} />
        {may('catalog:write') && (
          <>
            <button type="button" className="button" onClick={() => setChanging(true)}>
              {words.bulk.open}
            </button>
            <Link className="button" to="/products/import">
              {words.imports.open}
            </Link>
            <button type="button" className="button primary" onClick={() => setAdding(true)}>
              {words.products.page.add}
            </button>
          </>
        )}
      </div>
      {isChanging && edits && (
        <BulkDialog
          search={search}
          chosen={[]}
          channel={edits}
          onClose={() => setChanging(false)}
        />
      )}
      {isAdding && <NewProduct channel={channel} onClose={() => setAdding(false)} />}
    </div>
  );
}
