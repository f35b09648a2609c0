import { Link } from '@tanstack/react-router';
import { useProblemText } from '../asking/problem-text.ts';
import { useSpeech } from '../words/speech.tsx';
import { mostSlips, PrintButton, printPickList, printSlips } from './print-button.tsx';
import {
  columnLimit,
  columns,
  piecesOf,
  useColumn,
  type Column,
  type Fulfillment,
} from './use-fulfillments.ts';

/** What waits in the warehouse, by what is done with it next; what was promised first stands first. */
export function BoardPage() {
  const { words } = useSpeech();
  return (
    <div className="page">
      <title>{words.menu.fulfillment}</title>
      <div className="head">
        <h1>{words.menu.fulfillment}</h1>
        <div className="acts">
          <PrintButton name="pick-list" print={() => printPickList('open')}>
            {words.board.pickList}
          </PrintButton>
        </div>
      </div>
      <div className="board">
        {columns.map((column) => (
          <BoardColumn key={column} column={column} />
        ))}
      </div>
    </div>
  );
}

function BoardColumn({ column }: { column: Column }) {
  const { words } = useSpeech();
  const textOf = useProblemText();
  const { data, error } = useColumn(column);
  const cards = (data?.items ?? []).toSorted(byPromise);
  const count = data?.isMore ? `${cards.length}+` : String(cards.length);
  return (
    <section aria-labelledby={`column-${column}`}>
      <h2 id={`column-${column}`}>
        {words.fulfillmentStates[column]} <span className="muted num">{data && count}</span>
      </h2>
      {cards.length > 0 && column !== 'on_hold' && (
        <PrintButton
          className="link"
          label={words.board.slipsOf(words.fulfillmentStates[column])}
          name="packing-slips"
          print={() => printSlips({ fulfillmentIds: idsOf(cards) })}
        >
          {words.board.slips(Math.min(cards.length, mostSlips))}
        </PrintButton>
      )}
      {error && <p className="alert">{textOf(error)}</p>}
      {data?.isMore && <p className="notice">{words.board.more(columnLimit)}</p>}
      {data && cards.length === 0 && <p className="muted">{words.board.empty[column]}</p>}
      <ul>
        {cards.map((card) => (
          <Card key={card.fulfillmentId} card={card} />
        ))}
      </ul>
    </section>
  );
}

function Card({ card }: { card: Fulfillment }) {
  const { words, formats } = useSpeech();
  const { fulfillmentId, orderNumber, shippingAddress, delivery, holdReason } = card;
  return (
    <li className="panel card num">
      <Link to="/fulfillment/$fulfillmentId" params={{ fulfillmentId }} className="row-link">
        {orderNumber}
      </Link>
      <span>{words.board.pieces(piecesOf(card))}</span>
      {shippingAddress && (
        <span className="muted">
          {shippingAddress.name}, {shippingAddress.city}
        </span>
      )}
      {delivery?.promise && (
        <span className="muted">
          {words.board.promised(
            formats.days(delivery.promise.earliestOn, delivery.promise.latestOn),
          )}
        </span>
      )}
      {holdReason && <span className="muted">{holdReason}</span>}
      <PrintButton
        className="link"
        label={`${words.board.slip} ${orderNumber}`}
        name={`packing-slip-${orderNumber}`}
        print={() => printSlips({ fulfillmentIds: fulfillmentId })}
      >
        {words.board.slip}
      </PrintButton>
    </li>
  );
}

/** Those that stand first: they are packed first. */
const idsOf = (cards: readonly Fulfillment[]) =>
  cards
    .slice(0, mostSlips)
    .map(({ fulfillmentId }) => fulfillmentId)
    .join(',');

/** What has to be there first; of the same day what waits longer. */
function byPromise(one: Fulfillment, other: Fulfillment): number {
  const day = ({ delivery }: Fulfillment) => delivery?.promise?.latestOn ?? '9999';
  return day(one).localeCompare(day(other)) || one.createdAt.localeCompare(other.createdAt);
}
