import { getRouteApi, Link } from '@tanstack/react-router';
import { lazy, Suspense, useRef, useState } from 'react';
import { ReadPage } from '../../asking/read-page.tsx';
import { useSteps, type Steps } from '../../lists/use-steps.ts';
import { ItsPath } from '../../picture/its-path.tsx';
import { useMay } from '../../session/use-session.ts';
import { Icon } from '../../shell/icon.tsx';
import { useKeys } from '../../shell/use-keys.ts';
import { useSpeech } from '../../words/speech.tsx';
import { OrderStateChip, PaymentChip } from '../state-chips.tsx';
import { Tags } from '../tags.tsx';
import { Articles } from './articles.tsx';
import { CancelDialog } from './cancel-dialog.tsx';
import { Ledger } from './ledger.tsx';
import { Log } from './log.tsx';
import { OrderAside } from './order-aside.tsx';
import { OrderRoute } from './order-route.tsx';
import { Parcels } from './parcels.tsx';
import { RefundDialog } from './refund-dialog.tsx';
import { canBeCancelled, refundableMinor, useOrder, type Order } from './use-order.ts';

const route = getRouteApi('/orders/$orderId');
// Seldom shown, and with words of its own.
const ReviewNotice = lazy(async () => {
  const { ReviewNotice: loaded } = await import('./review-notice.tsx');
  return { default: loaded };
});

/** An order with all that happened to it, and what may be done with it now. */
export function OrderPage() {
  const { orderId } = route.useParams();
  return (
    <ReadPage reading={useOrder(orderId)}>
      {(order) => <OrderShown key={orderId} order={order} />}
    </ReadPage>
  );
}

function OrderShown({ order }: { order: Order }) {
  const may = useMay();
  const note = useRef<HTMLInputElement>(null);
  const [open, setOpen] = useState<'refund' | 'cancel'>();
  const close = () => setOpen(undefined);
  const canRefund = may('orders:refund') && (refundableMinor(order) ?? 0) > 0;
  const canCancel = may('orders:write') && canBeCancelled(order);
  const steps = useSteps(order.orderId, '/orders', (orderId) => ({
    to: '/orders/$orderId',
    params: { orderId },
  }));
  useKeys({
    j: steps.after,
    k: steps.before,
    r: canRefund ? () => setOpen('refund') : undefined,
    n: () => note.current?.focus(),
    Escape: steps.back,
  });
  return (
    <div className="page">
      <title>{order.orderNumber}</title>
      <Head
        order={order}
        steps={steps}
        onRefund={canRefund ? () => setOpen('refund') : undefined}
        onCancel={canCancel ? () => setOpen('cancel') : undefined}
      />
      {order.heldAs === 'payment_in_review' && (
        <Suspense fallback={null}>
          <ReviewNotice order={order} />
        </Suspense>
      )}
      <OrderRoute order={order} />
      <div className="cols">
        <div>
          <Articles order={order} />
          <Parcels order={order} />
          <Ledger order={order} />
          <Log order={order} note={note} />
        </div>
        <OrderAside order={order} />
      </div>
      {open === 'refund' && <RefundDialog order={order} onClose={close} />}
      {open === 'cancel' && <CancelDialog order={order} onClose={close} />}
    </div>
  );
}

interface Heading {
  readonly order: Order;
  readonly steps: Steps;
  readonly onRefund: (() => void) | undefined;
  readonly onCancel: (() => void) | undefined;
}

function Head({ order, steps, onRefund, onCancel }: Heading) {
  const { words, formats } = useSpeech();
  const pieces = order.lines.reduce((sum, { quantity }) => sum + quantity, 0);
  return (
    <div className="head">
      <div>
        <Link
          className="back"
          to="/orders"
          onClick={(event) => {
            event.preventDefault();
            steps.back();
          }}
        >
          {words.orders.title}
        </Link>
        <h1>
          {order.orderNumber} <PaymentChip state={order.paymentState} />
          <OrderStateChip state={order.state} />
          <Tags tags={order.tags} />
        </h1>
        <p className="num facts">
          <span>{formats.moment(order.placedAt)}</span>
          <span>{order.seller?.name ?? order.channel}</span>
          <span>{words.order.owners[order.owner.kind]}</span>
          <span>{words.order.pieces(order.lines.length, pieces)}</span>
          <ItsPath orderNumber={order.orderNumber} />
        </p>
      </div>
      <div className="acts">
        {(steps.before || steps.after) && (
          <span className="pair wide">
            <Step name={words.order.before} icon="up" act={steps.before} />
            <Step name={words.order.after} icon="down" act={steps.after} />
          </span>
        )}
        {onCancel && (
          <button type="button" className="button" onClick={onCancel}>
            {words.cancel.open}
          </button>
        )}
        {onRefund && (
          <button type="button" className="button" onClick={onRefund}>
            <Icon name="refund" />
            {words.refund.open}
            <kbd>R</kbd>
          </button>
        )}
      </div>
    </div>
  );
}

function Step({
  name,
  icon,
  act,
}: {
  name: string;
  icon: 'up' | 'down';
  act: (() => void) | undefined;
}) {
  return (
    <button type="button" className="button square" aria-label={name} disabled={!act} onClick={act}>
      <Icon name={icon} />
    </button>
  );
}
