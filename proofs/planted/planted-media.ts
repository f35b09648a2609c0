import { createHash } from 'node:crypto';
import type { Plant } from './plant.ts';

const sha256 = createHash('sha256').update('planted').digest('hex');
const picture = `insert into product.media_object (sha256, type, bytes, width, height, channel)
  values ('${sha256}', 'png', 3, 2, 1, 'default');`;
const body = (name: string, bytes: string) =>
  `insert into product.media_body (sha256, name, body) values ('${sha256}', '${name}', '${bytes}');`;
const scenes = JSON.stringify([{ picture: { url: `/media/${sha256}/2x1.png`, altText: '' } }]);

const gone = {
  violates: 'I7',
  says: 'every picture that the shop keeps is there',
  subject: () => sha256,
} as const;

/** Pictures that people see a hole instead of. */
export const mediaPlants: readonly Plant[] = [
  {
    ...gone,
    how: 'of a picture its sizes alone are left',
    sql: () => ({ product: picture + body('320.webp', 'abc') }),
  },
  {
    ...gone,
    how: 'a picture lost some of its bytes',
    sql: () => ({ product: picture + body('2x1.png', 'ab') }),
  },
  {
    ...gone,
    how: 'nothing is in the bucket where a picture should lie',
    sql: () => ({
      product: `${picture}insert into product.media_file (sha256, name, store, path, bytes, missing_at)
        values ('${sha256}', '2x1.png', 's3', 'planted', 3, kontor_now());`,
    }),
  },
  {
    violates: 'I7',
    says: 'every picture that a channel shows',
    how: 'the home page shows a picture that was taken away',
    subject: () => sha256,
    sql: () => ({
      product: `insert into product.storefront (channel, notice, scenes)
        values ('default', '{}', '${scenes}')
        on conflict (channel) do update set scenes = excluded.scenes;`,
    }),
  },
];
