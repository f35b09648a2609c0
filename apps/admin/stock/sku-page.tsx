import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useProblemText } from '../asking/problem-text.ts';
import { useMay } from '../session/use-session.ts';
import { usePageSpeech } from '../words/speech.tsx';
import { AdjustDialog } from './adjust-dialog.tsx';
import { MarksPanel } from './marks-panel.tsx';
import { Movements } from './movements.tsx';
import { Free } from './stock-rows.tsx';
import { itemKey, useLocations, useSku, type StockItem } from './use-stock.ts';

const route = getRouteApi('/stock/$sku');

/** One SKU: how much lies where, its marks, and all that moved it. */
export function SkuPage() {
  const { sku } = route.useParams();
  const { words } = usePageSpeech();
  const textOf = useProblemText();
  const may = useMay();
  const { data: items, error, isPending } = useSku(sku);
  const [first] = items ?? [];
  return (
    <div className="page" aria-busy={isPending}>
      <title>{sku}</title>
      <div className="head">
        <div>
          <Link className="back" to="/stock">
            {words.stock.title}
          </Link>
          <h1>{sku}</h1>
          {may('catalog:read') && (
            <p>
              <Link className="link" to="/products" search={{ q: sku }}>
                {words.stock.item.product}
              </Link>
            </p>
          )}
        </div>
      </div>
      {error && (
        <p className="alert" role="alert">
          {textOf(error)}
        </p>
      )}
      {items && items.length === 0 && (
        <section className="panel empty">
          <h2>{words.stock.none}</h2>
          <p className="muted">{words.stock.noneWhat}</p>
        </section>
      )}
      {items && first && (
        <div className="cols">
          <div>
            <Places items={items} />
            <Movements sku={sku} />
          </div>
          <div>
            <MarksPanel item={first} items={items} />
          </div>
        </div>
      )}
    </div>
  );
}

function Places({ items }: { items: readonly StockItem[] }) {
  const { words, formats } = usePageSpeech();
  const { stock } = words;
  const may = useMay();
  const { nameOf } = useLocations();
  const [adjusted, setAdjusted] = useState<StockItem>();
  return (
    <section className="panel" aria-labelledby="places">
      <header>
        <h2 id="places">{stock.item.byLocation}</h2>
      </header>
      <table className="num">
        <thead>
          <tr>
            <th scope="col">{stock.location}</th>
            <th scope="col" className="r">
              {stock.onHand}
            </th>
            <th scope="col" className="r">
              {stock.promised}
            </th>
            <th scope="col" className="r hide-s">
              {stock.item.safety}
            </th>
            <th scope="col" className="r">
              {stock.free}
            </th>
            <th scope="col">
              <span className="visually-hidden">{stock.item.adjust}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {items.map((item) => (
            <tr key={itemKey(item)}>
              <td>{nameOf(item.locationId)}</td>
              <td className="r">{formats.count(item.onHand)}</td>
              <td className="r">{formats.count(item.reserved)}</td>
              <td className="r hide-s">{formats.count(item.safetyStock)}</td>
              <td className="r">
                <Free item={item} />
              </td>
              <td className="r">
                {may('inventory:write') && (
                  <button type="button" className="button" onClick={() => setAdjusted(item)}>
                    {stock.item.adjust}
                  </button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {adjusted && (
        <AdjustDialog
          item={adjusted}
          location={nameOf(adjusted.locationId)}
          onClose={() => setAdjusted(undefined)}
        />
      )}
    </section>
  );
}
