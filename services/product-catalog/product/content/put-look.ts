import { fail, ok } from '#kernel/result.ts';
import type { Handler, ServiceContext } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import {
  auditedOf,
  channelColumns,
  emitChannel,
  type Channel,
} from '../structure/channel-store.ts';
import { lookDocument } from '../stored/documents.ts';
import type { Frames } from './frames.ts';
import { refuseMissing } from './kept-pictures.ts';
import { poorPairs, type PoorPair } from './look-tokens.ts';

/** Sets colours, logo and favicon of the channel asked for, if its colours can be read. */
export function putStorefrontLook(
  { database }: ServiceContext<'product'>,
  frames: Frames,
): Handler<'product', 'putStorefrontLook'> {
  return async ({ expectedVersion, ...look }, invocation) => {
    const poor = poorPairs(look.colours);
    if (poor.length > 0) return fail('contrast_too_low', wordsOf(poor), { pairs: poor });
    return database.transaction('put_storefront_look', invocation, async (tx) => {
      const before = await tx.first<Channel>(sql`
        select ${channelColumns} from channel where code = ${invocation.channel} for update`);
      if (!before) return fail('channel_not_found', 'There is no channel of this code.');
      const { version } = before;
      if (expectedVersion !== undefined && version !== expectedVersion) {
        return fail('version_conflict', 'The channel changed in the meantime. Read it again.', {
          version,
        });
      }
      const missing = await refuseMissing(tx, [
        ...(look.logo ? [{ field: 'logo.url', url: look.logo.url }] : []),
        ...(look.favicon === null ? [] : [{ field: 'favicon', url: look.favicon }]),
      ]);
      if (missing) return missing;
      const after = (await tx.first<Channel>(sql`
        update channel set look = ${lookDocument.write(look)}::jsonb, version = version + 1
        where code = ${invocation.channel} returning ${channelColumns}`))!;
      emitChannel(tx, after);
      tx.audit({
        subject: `channel ${after.code}`,
        before: auditedOf(before),
        after: auditedOf(after),
      });
      tx.afterwards(() => frames.forget());
      return ok({ ...look, version: after.version });
    });
  };
}

function wordsOf(poor: readonly PoorPair[]): string {
  const told = poor
    .slice(0, 3)
    .map(
      ({ colour, scheme, against, ratio, needed, instead }) =>
        `${colour} (${scheme}) on ${against} has a contrast of ${ratio}, and words need ${needed}: ${instead} would do`,
    );
  return `${told.join('; ')}.`;
}
