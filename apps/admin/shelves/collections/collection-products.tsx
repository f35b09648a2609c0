import { told } from '@kontor/sdk';
import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { kontor } from '../../asking/kontor.ts';
import { useProblemText } from '../../asking/problem-text.ts';
import { usePageSpeech } from '../../words/speech.tsx';
import type { CollectionEditing } from '../use-collection.ts';
import { CollectionRows } from './collection-rows.tsx';
import { SortField } from './sort-field.tsx';
import { useCollectionProducts } from './use-collection-products.ts';

const foundMost = 8;

interface ProductsShown {
  readonly handle: string;
  readonly editing: CollectionEditing;
  readonly mayEdit: boolean;
}

/** What stands in a collection, put in and taken out one by one, and in which order. */
export function CollectionProducts({ handle, editing, mayEdit }: ProductsShown) {
  const { words } = usePageSpeech();
  const names = words.shelves;
  const textOf = useProblemText();
  const products = useCollectionProducts(handle);
  const { list, changed, moved } = products;
  const { rows, error, isPending, hasNextPage } = list;
  const isByRule = Boolean(editing.kept.rule);
  const failed = changed.error ?? moved.error ?? error;
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
      <SortField editing={editing} mayEdit={mayEdit} />
      {mayEdit && !isByRule && (
        <Adding
          isIn={(productId) => rows.some((row) => row.productId === productId)}
          isBusy={changed.isPending}
          onAdd={(add) => changed.mutate({ add })}
        />
      )}
      {!isPending && !error && rows.length === 0 && (
        <p className="empty muted">{names.nothingIn}</p>
      )}
      <CollectionRows
        products={products}
        mayEdit={mayEdit}
        isByRule={isByRule}
        isByHand={editing.kept.sort === 'by_hand'}
      />
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
