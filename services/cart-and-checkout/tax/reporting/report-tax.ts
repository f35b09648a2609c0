import type { Refused, Unknown } from '#external/tax-calculation/port.ts';
import type { Invocation } from '#kernel/invocation.ts';
import type { ServiceContext } from '#platform/calls/service.ts';
import { sql, type Statement } from '#platform/ground/sql.ts';
import type { StoryShape } from '#platform/stories/stories.ts';
import { soldDocument, takenDocument } from '../stored/documents.ts';
import { calculationOf } from './calculation-key.ts';
import { reportMoves } from '../report-states.ts';
import { documentsBeside, reportStory, type ReportedDocument } from './report-store.ts';
import { reversalOf } from './reversal.ts';

type Context = ServiceContext<'tax'>;

/** Until somebody wakes it: a credit note looks again for the documents that come before it. */
const waitSeconds = 20;

/**
 * Tells the provider of one document, once. Its key is the document's, so that who loses the answer
 * asks again and is told the same; keys are forgotten after a day, and from then on the provider
 * refuses the number that it has already. Credit notes of an order go one after the other, each after
 * its invoice.
 */
export function reportTax(context: Context): StoryShape {
  return {
    story: reportStory,
    async advance(documentId, invocation) {
      const documents = await context.database.query<ReportedDocument>(
        documentsBeside(documentId),
        invocation,
      );
      const document = documents.find((one) => one.documentId === documentId);
      if (!document) throw new Error(`${reportStory.name} ${documentId} has no document`);
      if (document.state !== 'waiting') return endStory(context, documentId, invocation);
      if (document.kind === 'invoice') return commit(context, document, invocation);
      const earlier = documents.slice(0, documents.indexOf(document));
      const invoice = documents.find(({ kind }) => kind === 'invoice');
      if (!invoice || [invoice, ...earlier].some(({ state }) => state === 'waiting')) {
        return waitForOthers(context, document, invocation);
      }
      return reverse(context, { note: document, invoice, earlier }, invocation);
    },
  };
}

async function commit(
  context: Context,
  invoice: ReportedDocument,
  invocation: Invocation,
): Promise<void> {
  const { port, calculationId } = calculationOf(context.external, invoice.calculation!);
  const answer = await port.commit(
    { calculationId, reference: referenceOf(invoice), idempotencyKey: keyOf(invoice) },
    along(invocation),
  );
  if (answer.status === 'committed') {
    const { transactionId, lines, shipping } = answer;
    const sold = soldDocument.write({ lines, shipping });
    const set = sql`transaction_id = ${transactionId}, sold = ${sold}::jsonb`;
    return reported(context, invoice, set, invocation);
  }
  // It is there, and nobody tells by which id.
  if (isThereAlready(answer)) return reported(context, invoice, undefined, invocation);
  return refer(context, invoice, reasonOf(answer), invocation);
}

interface Crediting {
  readonly note: ReportedDocument;
  readonly invoice: ReportedDocument;
  readonly earlier: readonly ReportedDocument[];
}

async function reverse(
  context: Context,
  { note, invoice, earlier }: Crediting,
  invocation: Invocation,
): Promise<void> {
  const { sold, transactionId } = invoice;
  if (invoice.state === 'review') return refer(context, note, 'invoice_not_reported', invocation);
  if (!sold || transactionId === null) {
    return refer(context, note, 'transaction_unknown', invocation);
  }
  const before = earlier.flatMap(({ taken }) => taken ?? []);
  const taken = reversalOf(sold, before, note.credited!);
  if (!taken) return refer(context, note, 'more_than_left', invocation);
  const answer = await calculationOf(context.external, invoice.calculation!).port.reverse(
    {
      transactionId,
      reference: referenceOf(note),
      idempotencyKey: keyOf(note),
      lines: taken.lines.map((line) => ({ ...line, reference: line.reportedLineId })),
      ...(taken.shipping && { shipping: taken.shipping }),
    },
    along(invocation),
  );
  if (answer.status !== 'reversed' && !isThereAlready(answer)) {
    return refer(context, note, reasonOf(answer), invocation);
  }
  const reversalId = answer.status === 'reversed' ? answer.transactionId : null;
  const set = sql`
    transaction_id = ${reversalId}, taken = ${takenDocument.write(taken)}::jsonb`;
  return reported(context, note, set, invocation);
}

/** For the books: its number. With its id, since other shops of one account count from 1 as well. */
function referenceOf({ number, documentId }: ReportedDocument): string {
  return `${number} ${documentId}`;
}

function keyOf({ documentId }: ReportedDocument): string {
  return `report_tax:${documentId}`;
}

function along({ traceparent, deadlineMs }: Invocation) {
  return { traceparent, deadlineMs };
}

/** References are unique for ever, and ours has the document's id. */
function isThereAlready(answer: Refused | Unknown): boolean {
  return answer.status === 'refused' && answer.code === 'reference_used';
}

/** Why people must look at it. @throws where it is asked again */
function reasonOf(answer: Refused | Unknown): string {
  if (answer.status === 'refused') return answer.code;
  if (answer.reason === 'idempotency_conflict') return answer.reason;
  throw new Error(`the tax provider does not say whether it took it: ${answer.reason}`);
}

/** The provider has it. Credit notes that waited for it go on. */
function reported(
  context: Context,
  document: ReportedDocument,
  set: Statement | undefined,
  invocation: Invocation,
): Promise<void> {
  const stamped = sql`settled_at = kontor_now()${set ? sql`, ${set}` : sql``}`;
  return settle(context, document, reportMoves.report, stamped, invocation);
}

async function refer(
  context: Context,
  document: ReportedDocument,
  reason: string,
  invocation: Invocation,
): Promise<void> {
  const { documentId, number } = document;
  context.log.error({ invocation, documentId, number, reason }, 'tax must be reported by people');
  const set = sql`settled_at = kontor_now(), reason = ${reason}`;
  return settle(context, document, reportMoves.refer, set, invocation);
}

function settle(
  { database }: Context,
  { documentId, orderId }: ReportedDocument,
  move: (typeof reportMoves)[keyof typeof reportMoves],
  set: Statement,
  invocation: Invocation,
): Promise<void> {
  return database.transaction('settle_report', invocation, async (tx) => {
    await tx.move(move, documentId, { set });
    tx.stories.finish(reportStory, documentId);
    const waiting = await tx.query<{ documentId: string }>(sql`
      select document_id from reported_document
      where order_id = ${orderId} and state = 'waiting'`);
    for (const other of waiting) tx.stories.begin(reportStory, other.documentId);
  });
}

/** Lies until what it waits for is settled, which wakes it. */
async function waitForOthers(
  { database }: Context,
  { documentId }: ReportedDocument,
  invocation: Invocation,
): Promise<void> {
  const until = sql`kontor_now() + ${waitSeconds} * interval '1 second'`;
  await database.transaction('wait_for_documents', invocation, (tx) =>
    tx.stories.putOff(reportStory, documentId, until),
  );
}

async function endStory({ database }: Context, id: string, invocation: Invocation): Promise<void> {
  await database.transaction('end_story', invocation, async (tx) => {
    tx.stories.finish(reportStory, id);
  });
}
