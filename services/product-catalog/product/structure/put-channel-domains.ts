import { fail, ok } from '#kernel/result.ts';
import type { Handler, ServiceContext } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import type { Frames } from '../content/frames.ts';
import { auditedOf, channelColumns, emitChannel, type Channel } from './channel-store.ts';

/** Says by which host names a channel is reached. */
export function putChannelDomains(
  { database, settings }: ServiceContext<'product'>,
  frames: Frames,
): Handler<'product', 'putChannelDomains'> {
  return (input, invocation) =>
    database.transaction('put_channel_domains', invocation, async (tx) => {
      const { code, expectedVersion } = input;
      const domains = [...new Set(input.domains)];
      const refused = refuseNotPublic(domains, new URL(settings.publicUrl).hostname);
      if (refused) return refused;
      const before = await tx.first<Channel>(
        sql`select ${channelColumns} from channel where code = ${code} for update`,
      );
      if (!before) return fail('channel_not_found', 'There is no channel of this code.');
      const { version } = before;
      if (expectedVersion !== undefined && version !== expectedVersion) {
        return fail('version_conflict', 'The channel changed in the meantime. Read it again.', {
          version,
        });
      }
      await tx.query(sql`delete from channel_domain where channel = ${code}`);
      const added = await tx.query<{ host: string }>(sql`
        insert into channel_domain (host, channel, position)
        select host, ${code}, place::int
        from unnest(${domains}::text[]) with ordinality as given (host, place)
        on conflict do nothing returning host`);
      const taken = domains.find((domain) => !added.some(({ host }) => host === domain));
      if (taken !== undefined) {
        return fail('domain_taken', `Another channel has ${taken}. Take it there first.`, {
          domain: taken,
        });
      }
      const after = (await tx.first<Channel>(sql`
        update channel set version = version + 1 where code = ${code}
        returning ${channelColumns}`))!;
      emitChannel(tx, after);
      tx.audit({ subject: `channel ${code}`, before: auditedOf(before), after: auditedOf(after) });
      tx.afterwards(() => frames.forget());
      return ok(after);
    });
}

/** Names that mean a machine or a network, and no shop: whoever is sent there finds something else. */
const local = /^[^.]+$|^[\d.]+$|\.(?:localhost|local|internal|home\.arpa|invalid)$/;

function refuseNotPublic(domains: readonly string[], ownHost: string) {
  for (const domain of domains) {
    if (domain === ownHost)
      return fail(
        'domain_not_public',
        `Under ${domain} all channels are reached (KONTOR_PUBLIC_URL), with the default one first. Give the channel a host name of its own.`,
        { domain },
      );
    if (local.test(domain))
      return fail(
        'domain_not_public',
        `${domain} is reached from nowhere but its own network. Give a host name that everybody finds, for instance shop.example.`,
        { domain },
      );
  }
  return undefined;
}
