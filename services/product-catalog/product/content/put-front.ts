import { fail, ok, type Failed } from '#kernel/result.ts';
import type { Invocation } from '#kernel/invocation.ts';
import type { Handler, InputOf, ServiceContext } from '#platform/calls/service.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import { sql } from '#platform/ground/sql.ts';
import { noticeDocument, scenesDocument } from '../stored/documents.ts';
import type { Frames } from './frames.ts';
import { refuseMissing } from './kept-pictures.ts';
import { adminStorefrontOf, noSuchChannel } from './read-admin-storefront.ts';

interface Change {
  readonly notice?: InputOf<'product', 'putStorefrontNotice'>['notice'];
  readonly scenes?: InputOf<'product', 'putStorefrontScenes'>['scenes'];
  readonly expectedVersion?: number | undefined;
}

/** The line above every page of the channel asked for, in each language. */
export function putStorefrontNotice(
  context: ServiceContext<'product'>,
  frames: Frames,
): Handler<'product', 'putStorefrontNotice'> {
  return (input, invocation) =>
    putFront<never>(
      context,
      frames,
      'put_storefront_notice',
      input,
      invocation,
      async () => undefined,
    );
}

/** What the home page of the channel asked for shows, from top to bottom. */
export function putStorefrontScenes(
  context: ServiceContext<'product'>,
  frames: Frames,
): Handler<'product', 'putStorefrontScenes'> {
  return (input, invocation) =>
    putFront(context, frames, 'put_storefront_scenes', input, invocation, (tx) =>
      refuseMissing(tx, picturesOf(input.scenes)),
    );
}

function picturesOf(scenes: NonNullable<Change['scenes']>) {
  return scenes.flatMap(({ picture }, at) =>
    picture ? [{ field: `scenes.${at}.picture.url`, url: picture.url }] : [],
  );
}

/** Sets what is given of the two. */
async function putFront<Refused extends Failed>(
  { database }: ServiceContext<'product'>,
  frames: Frames,
  name: string,
  { notice, scenes, expectedVersion }: Change,
  invocation: Invocation,
  refuse: (tx: Transaction) => Promise<Refused | undefined>,
) {
  const { channel } = invocation;
  return database.transaction(name, invocation, async (tx) => {
    const held = await tx.first(sql`select from channel where code = ${channel} for update`);
    if (!held) return noSuchChannel;
    const before = (await adminStorefrontOf(tx, channel))!;
    const { version } = before;
    if (expectedVersion !== undefined && version !== expectedVersion) {
      return fail('version_conflict', 'The storefront changed in the meantime. Read it again.', {
        version,
      });
    }
    const refused = await refuse(tx);
    if (refused) return refused;
    const written = {
      notice: noticeDocument.write({ texts: notice ?? before.notice }),
      scenes: scenesDocument.write(scenes ?? before.scenes),
    };
    await tx.query(sql`
      insert into storefront (channel, notice, scenes, version)
      values (${channel}, ${written.notice}::jsonb, ${written.scenes}::jsonb, 2)
      on conflict (channel) do update set notice = excluded.notice, scenes = excluded.scenes,
        version = storefront.version + 1`);
    const after = (await adminStorefrontOf(tx, channel))!;
    const seen = ({ notice: line, scenes: shown }: typeof after) => ({
      notice: line,
      scenes: shown,
    });
    tx.audit({ subject: `storefront ${channel}`, before: seen(before), after: seen(after) });
    tx.afterwards(() => frames.forget());
    return ok(after);
  });
}
