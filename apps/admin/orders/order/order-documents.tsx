import { told } from '@kontor/sdk';
import { useMutation } from '@tanstack/react-query';
import { keepAsFile } from '../../files/keep-as-file.ts';
import { kontor } from '../../asking/kontor.ts';
import { useProblemText } from '../../asking/problem-text.ts';
import { useSpeech } from '../../words/speech.tsx';
import { itemsOf, type Order } from './use-order.ts';

/** Invoices and credit notes, each as the customer has it. */
export function OrderDocuments({ order }: { order: Order }) {
  const { words, formats } = useSpeech();
  const textOf = useProblemText();
  const documents = itemsOf(order, 'documents') ?? [];
  const opened = useMutation({ mutationFn: openPdf });
  if (documents.length === 0) return null;
  return (
    <section className="panel" aria-labelledby="documents">
      <header>
        <h2 id="documents">{words.order.documents}</h2>
      </header>
      <dl className="kv first num">
        {documents.map(({ documentId, kind, number, totalMinor, currency }) => (
          <div key={documentId}>
            <dt>{words.order.documentKinds[kind]}</dt>
            <dd>
              <button
                type="button"
                className="link"
                onClick={() => opened.mutate({ orderId: order.orderId, documentId, number })}
              >
                {number}
              </button>{' '}
              {formats.money(totalMinor, currency)}
            </dd>
          </div>
        ))}
      </dl>
      {opened.error && (
        <p className="alert" role="alert">
          {textOf(opened.error)}
        </p>
      )}
    </section>
  );
}

interface Wanted {
  readonly orderId: string;
  readonly documentId: string;
  readonly number: string;
}

/** Fetched as whoever is signed in, which no plain link is, and then kept as a file. */
async function openPdf({ orderId, documentId, number }: Wanted): Promise<void> {
  const params = { path: { orderId, documentId } };
  const pdf = await told<unknown>(
    kontor.GET('/v1/admin/orders/{orderId}/documents/{documentId}/pdf', {
      params,
      parseAs: 'blob',
    }),
  );
  keepAsFile(pdf as Blob, `${number}.pdf`);
}
