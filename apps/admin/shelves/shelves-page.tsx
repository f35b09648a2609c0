import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useProblemText } from '../asking/problem-text.ts';
import { usePageSpeech } from '../words/speech.tsx';
import { CategoryTree } from './category-tree.tsx';
import { NewCollection } from './new-collection.tsx';
import { useCollections, useMayShelve } from './use-shelves.ts';

/** In what products stand: the tree of categories, and collections. */
export function ShelvesPage() {
  const { words } = usePageSpeech();
  const names = words.shelves;
  return (
    <div className="page">
      <title>{names.title}</title>
      <div className="head">
        <div>
          <h1>{names.title}</h1>
          <p className="facts">{names.what}</p>
        </div>
      </div>
      <div className="halves">
        <CategoryTree />
        <Collections />
      </div>
    </div>
  );
}

function Collections() {
  const { words } = usePageSpeech();
  const names = words.shelves;
  const textOf = useProblemText();
  const mayEdit = useMayShelve();
  const { data, error, refetch } = useCollections();
  const [isAdding, setAdding] = useState(false);
  return (
    <section className="panel" aria-labelledby="collections" aria-busy={!data && !error}>
      <header>
        <h2 id="collections">{names.collections}</h2>
        {mayEdit && (
          <div className="right">
            <button type="button" className="button" onClick={() => setAdding(true)}>
              {names.addCollection}
            </button>
          </div>
        )}
      </header>
      {error && !data && (
        <p className="alert" role="alert">
          {textOf(error)}{' '}
          <button type="button" className="link" onClick={() => void refetch()}>
            {words.problems.again}
          </button>
        </p>
      )}
      {data?.length === 0 && <p className="empty muted">{names.noCollections}</p>}
      <ul className="lines">
        {data?.map(({ collectionId, handle, title, products }) => (
          <li key={collectionId}>
            <Link className="row-link" to="/collections/$handle" params={{ handle }}>
              {title}
            </Link>
            <span className="muted">{handle}</span>
            <span className="muted num">{names.products(products)}</span>
          </li>
        ))}
      </ul>
      {isAdding && <NewCollection onClose={() => setAdding(false)} />}
    </section>
  );
}
