import { useState } from 'react';
import { useProblemText } from '../asking/problem-text.ts';
import { isOvertaken } from '../products/product-commands.ts';
import { Icon } from '../shell/icon.tsx';
import { usePageSpeech } from '../words/speech.tsx';
import { CategoryDialog, type CategoryAsked } from './category-dialog.tsx';
import {
  childrenOf,
  depthOf,
  inOrder,
  parentOf,
  pathUnder,
  placedBefore,
  repositioned,
  slugOf,
  swapped,
} from './shelf-tree.ts';
import {
  moveCategory,
  putCategory,
  useShelfTree,
  useTreeCommand,
  type Category,
  useMayShelve,
} from './use-shelves.ts';

/** All categories in their own order: dragged, or moved by their buttons. */
export function CategoryTree() {
  const { words } = usePageSpeech();
  const names = words.shelves;
  const textOf = useProblemText();
  const mayEdit = useMayShelve();
  const { data, error, refetch } = useShelfTree();
  const moving = useTreeCommand();
  const [asked, ask] = useState<CategoryAsked>();
  const failed = moving.error;
  return (
    <section className="panel" aria-labelledby="categories" aria-busy={!data && !error}>
      <header>
        <h2 id="categories">{names.categories}</h2>
        {mayEdit && (
          <div className="right">
            <button type="button" className="button" onClick={() => ask({ parent: null })}>
              {names.addCategory}
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
      {failed && (
        <p className="alert" role="alert">
          {isOvertaken(failed) ? names.overtaken : textOf(failed)}
        </p>
      )}
      {data?.length === 0 && <p className="empty muted">{names.noCategories}</p>}
      {data && <Lines all={data} mayEdit={mayEdit} moving={moving} onAsk={ask} />}
      {asked && <CategoryDialog asked={asked} all={data ?? []} onClose={() => ask(undefined)} />}
    </section>
  );
}

interface LinesShown {
  readonly all: readonly Category[];
  readonly mayEdit: boolean;
  readonly moving: ReturnType<typeof useTreeCommand>;
  readonly onAsk: (asked: CategoryAsked) => void;
}

const reorder = (siblings: readonly Category[]) =>
  repositioned(siblings).map((each) => () => putCategory(each, each.version));

function Lines({ all, mayEdit, moving, onAsk }: LinesShown) {
  const [dragged, drag] = useState<Category>();
  /** Before another one, below the same parent or that one's. */
  const drop = (before: Category) => {
    if (!dragged || dragged.path === before.path) return;
    const parent = parentOf(before.path);
    // What lies below it cannot be its parent: the shop says so.
    const siblings = placedBefore(childrenOf(all, parent), dragged, before.path);
    if (parentOf(dragged.path) === parent) return moving.mutate(reorder(siblings));
    return moving.mutate([
      async () => {
        const moved = await moveCategory(dragged, pathUnder(parent, slugOf(dragged.path)));
        const now = siblings.map((each) => (each === dragged ? { ...each, ...moved } : each));
        for (const step of reorder(now)) await step();
      },
    ]);
  };
  return (
    <ul className="lines tree">
      {inOrder(all).map((category) => (
        <li
          key={category.path}
          className={`tree-line depth-${Math.min(depthOf(category.path), 4)}`}
          onDragOver={(event) => {
            if (dragged) event.preventDefault();
          }}
          onDrop={(event) => {
            event.preventDefault();
            drop(category);
            drag(undefined);
          }}
        >
          <Line category={category} onAsk={onAsk} />
          {mayEdit && (
            <div className="entry-acts">
              <span
                className="grip"
                aria-hidden="true"
                draggable
                onDragStart={({ dataTransfer }) => {
                  dataTransfer.setData('text/plain', category.name);
                  drag(category);
                }}
                onDragEnd={() => drag(undefined)}
              >
                ⠿
              </span>
              <Acts category={category} all={all} moving={moving} onAsk={onAsk} />
            </div>
          )}
        </li>
      ))}
    </ul>
  );
}

interface LineShown {
  readonly category: Category;
  readonly onAsk: (asked: CategoryAsked) => void;
}

function Line({ category, onAsk }: LineShown) {
  const { words } = usePageSpeech();
  const { path, name, products } = category;
  return (
    <>
      <button
        type="button"
        className="row-link bare"
        title={path}
        onClick={() => onAsk({ category })}
      >
        {name}
      </button>
      {products > 0 && <span className="muted num">{words.shelves.products(products)}</span>}
    </>
  );
}

type ActsShown = Omit<LinesShown, 'mayEdit'> & { readonly category: Category };

function Acts({ category, all, moving, onAsk }: ActsShown) {
  const { words } = usePageSpeech();
  const names = words.shelves;
  const { path, name } = category;
  const siblings = childrenOf(all, category.parent);
  const steps = [
    { icon: 'up', text: names.up(name), next: swapped(siblings, path, -1) },
    { icon: 'down', text: names.down(name), next: swapped(siblings, path, 1) },
  ] as const;
  return (
    <>
      {steps.map(({ icon, text, next }) => (
        <button
          key={icon}
          type="button"
          className="button square small"
          aria-label={text}
          disabled={!next || moving.isPending}
          onClick={() => next && moving.mutate(reorder(next))}
        >
          <Icon name={icon} />
        </button>
      ))}
      <button
        type="button"
        className="button square small"
        aria-label={names.addBelow(name)}
        title={names.addBelow(name)}
        onClick={() => onAsk({ parent: path })}
      >
        +
      </button>
    </>
  );
}
