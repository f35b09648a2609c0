import { lazy, Suspense, useState } from 'react';
import { mostChosen } from '../../in-bulk/most-chosen.ts';
import { useMay } from '../../session/use-session.ts';
import { useSpeech } from '../../words/speech.tsx';
import { withWords } from '../../words/with-words.ts';
import type { OrderBulkShown } from './order-bulk-dialog.tsx';

const OrderBulkDialog = lazy(async () => {
  const { OrderBulkDialog: loaded } = await withWords(() => import('./order-bulk-dialog.tsx'));
  return { default: loaded };
});

type OpenShown = Omit<OrderBulkShown, 'onClose'> & { readonly className?: string };

/** A button; what it opens is loaded when it is pressed first. */
export function OpenOrderBulk({ className = 'button', ...shown }: OpenShown) {
  const { words, formats } = useSpeech();
  const may = useMay();
  const [isOpen, setOpen] = useState(false);
  if (!may('orders:write')) return null;
  const isTooMany = shown.chosen.length > mostChosen;
  const deed = shown.chosen.length > 0 ? words.orders.doWithChosen : words.orders.changeAll;
  return (
    <>
      <button
        type="button"
        className={className}
        disabled={isTooMany}
        onClick={() => setOpen(true)}
      >
        {isTooMany ? `${deed}: ${words.list.atMost(formats.count(mostChosen))}` : deed}
      </button>
      {isOpen && (
        <Suspense fallback={null}>
          <OrderBulkDialog {...shown} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
