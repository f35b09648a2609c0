import { Link } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { ProductChip } from '../../products/product-chip.tsx';
import { Icon } from '../../shell/icon.tsx';
import { usePageSpeech } from '../../words/speech.tsx';
import { dropped, earlier, later } from './placing.ts';
import type { Move, Shelved, useCollectionProducts } from './use-collection-products.ts';

interface RowsShown {
  readonly products: ReturnType<typeof useCollectionProducts>;
  readonly mayEdit: boolean;
  /** Nothing is put in or taken out by hand. */
  readonly isByRule: boolean;
  readonly isByHand: boolean;
}

/** One below the other: dragged, or moved by their buttons, where the order is made by hand. */
export function CollectionRows({ products, mayEdit, isByRule, isByHand }: RowsShown) {
  const { words } = usePageSpeech();
  const { list, changed, moved } = products;
  const { rows, hasNextPage } = list;
  const order = rows.map(({ productId }) => productId);
  const [dragged, drag] = useState<string>();
  const { lines, toldOf, move } = useMoves(order, moved);
  const told = rows.find(({ productId }) => productId === toldOf);
  const drop = (on: string) => {
    if (dragged !== undefined) move(dropped(order, dragged, on, !hasNextPage), dragged);
    drag(undefined);
  };
  return (
    <>
      <p className="visually-hidden" role="status">
        {told && words.shelves.placed(told.title, order.indexOf(told.productId) + 1)}
      </p>
      <ul className="lines" ref={lines}>
        {rows.map((product) => (
          <li
            key={product.productId}
            className="tree-line"
            onDragOver={(event) => {
              if (dragged !== undefined) event.preventDefault();
            }}
            onDrop={(event) => {
              event.preventDefault();
              drop(product.productId);
            }}
          >
            <Named product={product} />
            {mayEdit && (
              <div className="entry-acts">
                {isByHand && <Moves product={product} order={order} onDrag={drag} onMove={move} />}
                {!isByRule && (
                  <TakeOut
                    product={product}
                    isBusy={changed.isPending}
                    onTakeOut={(remove) => changed.mutate({ remove })}
                  />
                )}
              </div>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}

type Moved = ReturnType<typeof useCollectionProducts>['moved'];

/** Whatever is moved keeps the focus, wherever it stands then, and is told of. */
function useMoves(order: readonly string[], moved: Moved) {
  const lines = useRef<HTMLUListElement>(null);
  const [toldOf, tell] = useState<string>();
  const held = useRef<string>(undefined);
  const placed = order.join();
  useEffect(() => {
    if (held.current === undefined) return;
    lines.current?.querySelector<HTMLElement>(`[data-move="${held.current}"]`)?.focus();
    held.current = undefined;
  }, [placed]);
  const move = (to: Move | undefined, productId: string, by?: string) => {
    if (!to || moved.isPending) return;
    held.current = by;
    moved.mutate(to, {
      onSuccess: () => tell(productId),
      onError: () => {
        held.current = undefined;
      },
    });
  };
  return { lines, toldOf, move };
}

function Named({ product: { productId, title, status } }: { product: Shelved }) {
  return (
    <>
      <Link className="row-link" to="/products/$productId" params={{ productId }}>
        {title}
      </Link>
      <ProductChip status={status} />
    </>
  );
}

interface TakeOutShown {
  readonly product: Shelved;
  readonly isBusy: boolean;
  readonly onTakeOut: (productId: string) => void;
}

function TakeOut({ product: { productId, title }, isBusy, onTakeOut }: TakeOutShown) {
  const { words } = usePageSpeech();
  const names = words.shelves;
  return (
    <button
      type="button"
      className="button"
      aria-label={`${names.takeOut}: ${title}`}
      disabled={isBusy}
      onClick={() => onTakeOut(productId)}
    >
      {names.takeOut}
    </button>
  );
}

interface MovesShown {
  readonly product: Shelved;
  readonly order: readonly string[];
  /** Undefined once it is let go. */
  readonly onDrag: (productId: string | undefined) => void;
  readonly onMove: (to: Move | undefined, productId: string, by: string) => void;
}

function Moves({ product: { productId, title }, order, onDrag, onMove }: MovesShown) {
  const { words } = usePageSpeech();
  const names = words.shelves;
  const steps = [
    { icon: 'up', text: names.up(title), to: earlier(order, productId) },
    { icon: 'down', text: names.down(title), to: later(order, productId) },
  ] as const;
  return (
    <>
      <span
        className="grip"
        aria-hidden="true"
        draggable
        onDragStart={({ dataTransfer }) => {
          dataTransfer.setData('text/plain', title);
          onDrag(productId);
        }}
        onDragEnd={() => onDrag(undefined)}
      >
        ⠿
      </span>
      {steps.map(({ icon, text, to }) => (
        <button
          key={icon}
          type="button"
          className="button square small"
          aria-label={text}
          data-move={`${icon} ${productId}`}
          // One that is disabled would lose the focus where a row comes to its end.
          aria-disabled={!to}
          onClick={() => onMove(to, productId, `${icon} ${productId}`)}
        >
          <Icon name={icon} />
        </button>
      ))}
    </>
  );
}
