import type { Schemas } from '@kontor/sdk';
import { useProblemText } from '../asking/problem-text.ts';
import { usePageSpeech } from '../words/speech.tsx';
import { useLocations, useMovements } from './use-stock.ts';

/** What changed the stock of a SKU, as a ledger: the newest first. */
export function Movements({ sku }: { sku: string }) {
  const { words } = usePageSpeech();
  const { item } = words.stock;
  const textOf = useProblemText();
  const { rows, error, hasNextPage, isPending, readOn, again } = useMovements(sku);
  return (
    <section className="panel" aria-labelledby="movements">
      <header>
        <h2 id="movements">{item.movements}</h2>
      </header>
      {error && (
        <p className="alert" role="alert">
          {textOf(error)}{' '}
          <button type="button" className="link" onClick={again}>
            {words.problems.again}
          </button>
        </p>
      )}
      {!isPending && !error && rows.length === 0 && (
        <p className="fields muted">{item.noMovements}</p>
      )}
      {rows.length > 0 && <Ledger rows={rows} />}
      {hasNextPage && (
        <p className="fields">
          <button type="button" className="button" onClick={readOn}>
            {item.more}
          </button>
        </p>
      )}
    </section>
  );
}

function Ledger({ rows }: { rows: readonly Schemas['StockMovement'][] }) {
  const { words, formats } = usePageSpeech();
  const { item } = words.stock;
  const { nameOf } = useLocations();
  return (
    <table className="ledger num">
      <thead>
        <tr>
          <th scope="col">{item.when}</th>
          <th scope="col">{item.kind}</th>
          <th scope="col" className="hide-s">
            {words.stock.location}
          </th>
          <th scope="col" className="hide-s">
            {item.by}
          </th>
          <th scope="col" className="r">
            {item.change}
          </th>
          <th scope="col" className="r">
            {item.after}
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((movement) => (
          <tr key={movement.movementId}>
            <td>
              <time dateTime={movement.at} title={formats.moment(movement.at)}>
                {formats.shortly(movement.at)}
              </time>
            </td>
            <td>
              {item.kinds[movement.kind]}{' '}
              {movement.reason !== movement.kind && (
                <span className="muted">{reasonOf(movement.reason, item.reasons)}</span>
              )}
            </td>
            <td className="muted hide-s">{nameOf(movement.locationId)}</td>
            <td className="muted hide-s">
              {words.log.actors[movement.actorKind] ?? movement.actorKind}
            </td>
            <td className="r">
              {signed(movement.onHandDelta, formats.count(Math.abs(movement.onHandDelta)))}
            </td>
            <td className="r">{formats.count(movement.onHandAfter)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export const signed = (delta: number, magnitude: string): string =>
  delta === 0 ? '0' : `${delta < 0 ? '−' : '+'}${magnitude}`;

/** Reasons that this page gives are words of each language; others stand as they were written. */
function reasonOf(reason: string, known: Readonly<Record<string, string>>): string {
  return known[reason] ?? reason;
}
