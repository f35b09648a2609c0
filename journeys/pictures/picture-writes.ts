import { createHash } from 'node:crypto';
import { wildSvg } from './made-pictures.ts';
import { expectStatus, type ApiClient } from '../people/api-client.ts';
import type { Cells } from '../rights/staff-writes.ts';

/** A drawing of its own for each use: the same bytes would be the same picture. */
const drawn = (use: string) =>
  Buffer.from(wildSvg.replace('<defs>', `<title>${use}</title><defs>`));
const hashOf = (use: string) => createHash('sha256').update(drawn(use)).digest('hex');
const sent = { begun: 'begun', whole: 'whole' };

export interface KeptPictures {
  readonly described: string;
  readonly unused: string;
}

/** Pictures that a channel has, and uploads that are under way in it. */
export async function bringPictures(office: ApiClient, channel: string): Promise<KeptPictures> {
  const headers = { Channel: channel };
  const keep = async (use: string) => {
    const kept = await office.post<{ sha256: string }>('/v1/admin/media', drawn(use), { headers });
    return expectStatus(kept, 200).sha256;
  };
  for (const use of Object.values(sent)) {
    const uploads = '/v1/admin/media/uploads';
    const upload = { sha256: hashOf(use), bytes: drawn(use).length };
    expectStatus(await office.post(uploads, upload, { headers }), 200);
    if (use === sent.begun) continue;
    const part = await office.put(`${uploads}/${upload.sha256}/parts/0`, drawn(use), { headers });
    expectStatus(part, 200);
  }
  return { described: await keep(`described ${channel}`), unused: await keep(`unused ${channel}`) };
}

/** A picture is its channel's, however many show it. */
export function ofPictures(own: KeptPictures, foreign: KeptPictures): Record<string, Cells> {
  const inOwn = (attempt: object): Cells => ({
    own: attempt,
    foreign: { ...attempt, channel: 'default' },
  });
  const alt = { alt: { en: 'Taken' } };
  return {
    adminUploadMedia: inOwn({ body: drawn('new') }),
    adminBeginMediaUpload: inOwn({
      body: { sha256: hashOf('another'), bytes: drawn('another').length },
    }),
    adminPutMediaUploadPart: inOwn({
      params: { sha256: hashOf(sent.begun), offset: '0' },
      body: drawn(sent.begun),
    }),
    adminFinishMediaUpload: inOwn({ params: { sha256: hashOf(sent.whole) } }),
    // No test leads out of the machine: whoever may ask is told so.
    adminFetchMedia: inOwn({ body: { url: 'http://127.0.0.1/' } }),
    // Pictures of all channels lie in one place.
    adminMoveMedia: { foreign: { body: {} } },
    adminUpdateMedia: {
      own: { params: { sha256: own.described }, body: alt },
      foreign: { params: { sha256: foreign.described }, body: alt },
    },
    adminDeleteMedia: {
      own: { params: { sha256: own.unused } },
      foreign: { params: { sha256: foreign.unused } },
    },
  };
}
