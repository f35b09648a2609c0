import type { FastifyInstance } from 'fastify';
import { shelfNames, type Book } from './book.ts';
import type { Faults } from './faults.ts';
import { readMail, type StoredMail } from '../mail/mail-server.ts';

interface Paging {
  Querystring: { cursor?: string; limit?: string };
}

const limitMax = 1_000;

/**
 * The book as JSON, oldest first: `{data, nextCursor}`; go on with `?cursor=` until it is null.
 * `/sandbox/book/counts` has how many of each, and how many calls arrived.
 */
export function registerBookRoutes(app: FastifyInstance, book: Book, faults: Faults): void {
  app.get('/sandbox/book/counts', async () => ({ ...book.counts(), calls: faults.calls }));
  for (const name of shelfNames) {
    app.get<Paging>(`/sandbox/book/${name}`, async (request, reply) => {
      const cursor = Number(request.query.cursor ?? 0);
      const limit = Number(request.query.limit ?? 100);
      if (!Number.isSafeInteger(cursor) || !(limit >= 1 && limit <= limitMax)) {
        return reply
          .code(400)
          .send({ error: `cursor and limit are numbers, limit ≤ ${limitMax}.` });
      }
      const page = book.shelf(name).page(cursor, limit);
      const values: unknown[] = page.map((entry) => entry.value);
      const data =
        name === 'mails'
          ? await Promise.all(values.map((mail) => readMail(mail as StoredMail)))
          : values;
      const nextCursor = page.length === limit ? String(page.at(-1)?.seq) : null;
      return { data, nextCursor };
    });
  }
}
