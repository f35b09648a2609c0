import type { Broken, Check } from '../../world/check.ts';
import type { World } from '../../world/world.ts';

/** A document of an order that the sandbox's tax provider taxed. */
interface Document {
  readonly documentId: string;
  readonly number: string;
  readonly kind: 'invoice' | 'credit_note';
  readonly taxMinor: number;
  readonly calculation: string;
  readonly invoiceId: string;
}

interface Told {
  readonly id: string;
  readonly calculationId: string;
  readonly originalId: string | null;
  readonly taxMinor: number;
}

const taxed = `select d.document_id::text as "documentId", d.number, d.kind, i.document_id::text as "invoiceId",
    i.snapshot ->> 'taxCalculationId' as calculation,
    (case d.kind when 'invoice' then d.snapshot -> 'totals' else d.snapshot end ->> 'taxMinor')::float8 as "taxMinor"
  from invoice.document i join invoice.document d on d.order_id = i.order_id
    and d.kind in ('invoice', 'credit_note')
  where i.kind = 'invoice' and i.snapshot ->> 'taxCalculationId' like '%@sandbox %'
    and d.issued_at <= kontor_now() - make_interval(secs => $1)`;

/** I12 of taxes: what the authorities are told of by the tax provider. */
export const taxReportChecks: readonly Check[] = [
  {
    invariant: 'I12',
    says: 'the tax provider is told once of each invoice and each credit note that it taxed, with its taxes',
    needs: ['tax-calculation'],
    run: async (world) => {
      // The book after the documents and before what is known of each: what is told meanwhile is there.
      const documents: Document[] = [];
      for await (const batch of world.batches<Document>('order', taxed, [world.graceSeconds])) {
        documents.push(...batch);
      }
      const book = await readBook(world);
      const states = await statesOf(world);
      const broken = documents.flatMap((document): Broken[] => {
        const message = wrongIn(document, states.get(document.documentId), book);
        return message ? [{ subject: document.number, message }] : [];
      });
      for (const documentId of book.keys()) {
        if (!states.has(documentId)) {
          broken.push({
            subject: documentId,
            message: 'told to the tax provider, and no document',
          });
        }
      }
      return { checked: documents.length + book.size, broken };
    },
  },
];

type ToldByDocument = ReadonlyMap<string, readonly Told[]>;

function wrongIn(
  document: Document,
  state: string | undefined,
  book: ToldByDocument,
): string | undefined {
  const { kind, taxMinor, calculation, invoiceId } = document;
  const told = book.get(document.documentId) ?? [];
  if (state === undefined) return 'taxed by the provider, and nobody is to tell it';
  // What people are to look at says why; what was told all the same is looked at below.
  if (state === 'review' && told.length === 0) return undefined;
  if (state === 'waiting') return 'the tax provider was not told of it yet';
  if (told.length !== 1) return `the tax provider was told of it ${told.length} times`;
  const [only] = told;
  const expected = kind === 'invoice' ? taxMinor : 0 - taxMinor;
  if (only!.taxMinor !== expected) {
    return `the tax provider was told a tax of ${only!.taxMinor}, not ${expected}`;
  }
  if (!calculation.endsWith(` ${only!.calculationId}`)) return 'told by another calculation';
  const [sold] = book.get(invoiceId) ?? [];
  return kind === 'credit_note' && only!.originalId !== sold?.id
    ? 'taken back of another transaction than its invoice’s'
    : undefined;
}

/** By our document, whose id ends the reference. */
async function readBook(world: World): Promise<ToldByDocument> {
  const told = new Map<string, Told[]>();
  for (const row of await world.readBook('tax_transactions')) {
    const documentId = String(row['reference']).split(' ').at(-1)!;
    const lines = row['lines'] as { amount_tax: number }[];
    const shipping = row['shipping'] as { amount_tax: number } | null;
    const parts = [...lines, ...(shipping ? [shipping] : [])];
    told.set(documentId, [
      ...(told.get(documentId) ?? []),
      {
        id: String(row['id']),
        calculationId: String(row['calculationId']),
        originalId: row['originalId'] as string | null,
        taxMinor: parts.reduce((sum, part) => sum + part.amount_tax, 0),
      },
    ]);
  }
  return told;
}

/** What the service knows of each document that it is to tell. */
async function statesOf(world: World): Promise<Map<string, string>> {
  const states = new Map<string, string>();
  const rows = world.batches<{ id: string; state: string }>(
    'cart',
    'select document_id::text as id, state from tax.reported_document',
  );
  for await (const batch of rows) for (const { id, state } of batch) states.set(id, state);
  return states;
}
