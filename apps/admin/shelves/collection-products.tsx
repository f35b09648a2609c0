import { told, type Schemas } from '@kontor/sdk';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useDeferredValue, useState } from 'react';
import { kontor, queryClient } from '../asking/kontor.ts';
import { useProblemText } from '../asking/problem-text.ts';
import { useList } from '../lists/read-list.ts';
import { ProductChip } from '../products/product-chip.tsx';
import { usePageSpeech } from '../words/speech.tsx';
import { noteShelves } from './use-shelves.ts';

const pageSize = 50;
const foundMost = 8;

interface ProductsShown {
  readonly handle: string;
  readonly mayEdit: boolean;
}

interface Change {
  readonly add?: string;
  readonly remove?: string;
}

type Shelved = Schemas['ShelvedProduct'];

function useCollectionProducts(handle: string) {
  const list = useList<Shelved>({
    key: ['collection products', handle, {}],
    idOf: ({ productId }) => productId,
    read: (cursor, signal) =>
      told(
        kontor.GET('/v1/admin/collections/{handle}/products', {
          params: { path: { handle }, query: { limit: pageSize, ...(cursor && { cursor }) } },
          signal,
        }),
      ),
  });
  const changed = useMutation({
    mutationFn: ({ add, remove }: Change) =>
      told(
        kontor.POST('/v1/admin/collections/{handle}/products', {
          params: { path: { handle } },
          body: { add: add ? [add] : [], remove: remove ? [remove] : [] },
        }),
      ),
    onSettled: () => {
      noteShelves();
      void queryClient.invalidateQueries({ queryKey: ['product'] });
      return queryClient.invalidateQueries({ queryKey: ['collection products', handle] });
    },
  });
  return { list, changed };
}

/** What stands in a collection, put in and taken out one by one. */
export function CollectionProducts({ handle, mayEdit }: ProductsShown) {
  const { words } = usePageSpeech();
  const names = words.shelves;
  const textOf = useProblemText();
  const { list, changed } = useCollectionProducts(handle);
  const { rows, error, isPending, hasNextPage } = list;
  const failed = changed.error ?? error;
  return (
    <section className="panel" aria-labelledby="in-it" aria-busy={isPending && !error}>
      <header>
        <h2 id="in-it">{names.inIt}</h2>
      </header>
      {failed && (
        <p className="alert" role="alert">
          {textOf(failed)}{' '}
          {error && (
            <button type="button" className="link" onClick={list.again}>
              {words.problems.again}
            </button>
          )}
        </p>
      )}
      {mayEdit && (
        <Adding
          isIn={(productId) => rows.some((row) => row.productId === productId)}
          isBusy={changed.isPending}
          onAdd={(add) => changed.mutate({ add })}
        />
      )}
      {!isPending && !error && rows.length === 0 && (
        <p className="empty muted">{names.nothingIn}</p>
      )}
      <ul className="lines">
        {rows.map((product) => (
          <Row
            key={product.productId}
            product={product}
            mayEdit={mayEdit}
            isBusy={changed.isPending}
            onTakeOut={(remove) => changed.mutate({ remove })}
          />
        ))}
      </ul>
      {hasNextPage && (
        <div className="fields">
          <button type="button" className="button" onClick={list.readOn}>
            {names.more}
          </button>
        </div>
      )}
    </section>
  );
}

interface RowShown {
  readonly product: Shelved;
  readonly mayEdit: boolean;
  readonly isBusy: boolean;
  readonly onTakeOut: (productId: string) => void;
}

function Row({ product, mayEdit, isBusy, onTakeOut }: RowShown) {
  const { words } = usePageSpeech();
  const names = words.shelves;
  const { productId, title, status } = product;
  return (
    <li className="tree-line">
      <Link className="row-link" to="/products/$productId" params={{ productId }}>
        {title}
      </Link>
      <ProductChip status={status} />
      {mayEdit && (
        <button
          type="button"
          className="button"
          aria-label={`${names.takeOut}: ${title}`}
          disabled={isBusy}
          onClick={() => onTakeOut(productId)}
        >
          {names.takeOut}
        </button>
      )}
    </li>
  );
}

interface AddingShown {
  readonly isIn: (productId: string) => boolean;
  readonly isBusy: boolean;
  readonly onAdd: (productId: string) => void;
}

function Adding({ isIn, isBusy, onAdd }: AddingShown) {
  const { words } = usePageSpeech();
  const names = words.shelves;
  const [typed, setTyped] = useState('');
  const wanted = useDeferredValue(typed.trim());
  const { data } = useQuery({
    queryKey: ['products to put in', wanted],
    queryFn: ({ signal }) =>
      told(
        kontor.GET('/v1/admin/products', {
          params: { query: { query: wanted, limit: foundMost } },
          signal,
        }),
      ),
    enabled: wanted.length > 1,
  });
  const found = wanted.length > 1 ? (data?.items ?? []) : [];
  return (
    <div className="fields">
      <label className="field">
        {names.find}
        <input type="search" value={typed} onChange={({ target }) => setTyped(target.value)} />
      </label>
      <ul className="found">
        {found.map(({ productId, title }) => (
          <li key={productId} className="tree-line">
            <span>{title}</span>
            <button
              type="button"
              className="button"
              aria-label={`${isIn(productId) ? names.isIn : names.putIn}: ${title}`}
              disabled={isBusy || isIn(productId)}
              onClick={() => onAdd(productId)}
            >
              {isIn(productId) ? names.isIn : names.putIn}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
