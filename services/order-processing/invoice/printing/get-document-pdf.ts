import { createHash } from 'node:crypto';
import { fail, ok } from '#kernel/result.ts';
import type { Handler } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import type { Context } from '../issuing/document-snapshot.ts';
import type { Printed } from './render-document.ts';

interface Stored {
  readonly sha256: string;
  readonly bytes: Buffer;
}

/** Rendered when it is first read; whoever keeps it first, everybody gets those bytes for ever. */
export function getDocumentPdf(context: Context): Handler<'invoice', 'getDocumentPdf'> {
  return async ({ orderId, documentId }, invocation) => {
    const row = await context.database.first<Printed & { sha256: string | null; bytes: Buffer }>(
      sql`
        select d.number, d.issued_at, d.locale, d.snapshot, p.sha256, p.bytes,
          (select l.bytes from logo l
           where p.sha256 is null and l.sha256 = d.snapshot -> 'shop' ->> 'logoSha256') as logo
        from document d left join document_pdf p using (document_id)
        where d.document_id = ${documentId} and d.order_id = ${orderId}`,
      invocation,
    );
    if (!row) return fail('document_not_found', 'This order has no such document.');
    const { sha256, bytes } =
      row.sha256 === null ? await keep(context, documentId, row) : (row as Stored);
    const fileName = `${row.number}.pdf`;
    return ok({ fileName, sha256, pdfBase64: bytes.toString('base64') });
  };
}

async function keep({ database }: Context, documentId: string, printed: Printed): Promise<Stored> {
  // Loaded when the first PDF is asked for: most processes never need it.
  const { renderDocument } = await import('./render-document.ts');
  const bytes = await renderDocument(printed);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const [own] = await database.query<Stored>(sql`
    insert into document_pdf (document_id, sha256, bytes) values (${documentId}, ${sha256}, ${bytes})
    on conflict (document_id) do nothing returning sha256, bytes`);
  if (own) return own;
  const [first] = await database.query<Stored>(
    sql`select sha256, bytes from document_pdf where document_id = ${documentId}`,
  );
  return first!;
}
