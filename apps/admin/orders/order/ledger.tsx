import { Icon } from '../../shell/icon.tsx';
import { useSpeech } from '../../words/speech.tsx';
import { itemsOf, type Order } from './use-order.ts';

/** The books of this order: what is debited is credited. */
export function Ledger({ order }: { order: Order }) {
  const { words, formats } = useSpeech();
  const entries = itemsOf(order, 'ledger') ?? [];
  if (entries.length === 0) return null;
  const { currency } = order.totals;
  const postings = entries.flatMap((entry) => entry.postings.map((each) => ({ entry, each })));
  const sumOf = (wanted: 'debit' | 'credit') =>
    postings.reduce(
      (sum, { each: { direction, amountMinor } }) =>
        direction === wanted ? sum + amountMinor : sum,
      0,
    );
  const [debit, credit] = [sumOf('debit'), sumOf('credit')];
  return (
    <section className="panel" aria-labelledby="ledger">
      <header>
        <h2 id="ledger">{words.ledger.title}</h2>
        {debit === credit && (
          <div className="right">
            <span className="balanced">
              <Icon name="check" />
              {words.ledger.balanced}
            </span>
          </div>
        )}
      </header>
      <table className="ledger num">
        <thead>
          <tr>
            <th scope="col">{words.ledger.time}</th>
            <th scope="col">{words.ledger.account}</th>
            <th scope="col" className="hide-s">
              {words.ledger.purpose}
            </th>
            <th scope="col" className="r">
              {words.ledger.debit}
            </th>
            <th scope="col" className="r">
              {words.ledger.credit}
            </th>
          </tr>
        </thead>
        <tbody>
          {postings.map(({ entry, each }, at) => (
            <tr key={`${entry.entryId} ${at}`}>
              <td>{formats.shortly(entry.postedAt)}</td>
              <td className="acc">{words.ledger.accounts[each.account]}</td>
              <td className="muted hide-s">{words.ledger.kinds[entry.kind]}</td>
              <Amount of={each} side="debit" />
              <Amount of={each} side="credit" />
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <td colSpan={2}>{words.ledger.sum}</td>
            <td className="hide-s" />
            <td className="r">
              <span className="double-rule">{formats.amount(debit, currency)}</span>
            </td>
            <td className="r">
              <span className="double-rule">{formats.amount(credit, currency)}</span>
            </td>
          </tr>
        </tfoot>
      </table>
    </section>
  );
}

interface Posting {
  readonly direction: 'debit' | 'credit';
  readonly amountMinor: number;
  readonly currency: string;
}

function Amount({ of, side }: { of: Posting; side: 'debit' | 'credit' }) {
  const { formats } = useSpeech();
  return (
    <td className="r">
      {of.direction === side ? formats.amount(of.amountMinor, of.currency) : null}
    </td>
  );
}
