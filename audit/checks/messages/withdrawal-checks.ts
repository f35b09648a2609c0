import { derivedId } from '#kernel/ids.ts';
import type { Broken, Check } from '../../world/check.ts';
import type { World } from '../../world/world.ts';

interface Withdrawal {
  readonly id: string;
  readonly email: string;
  readonly channel: string;
  readonly locale: string;
  readonly receivedAtMs: number;
}

interface Acknowledged extends Omit<Withdrawal, 'receivedAtMs'> {
  readonly createdAtMs: number;
}

const withinMs = 60_000;

/** I10: whoever withdrew from a contract has it in writing that the shop received it, and when. */
export const withdrawalChecks: readonly Check[] = [
  {
    invariant: 'I10',
    says: 'each confirmed withdrawal is acknowledged within a minute, to the address that it names, in its channel and language',
    run: async (world) => {
      const broken: Broken[] = [];
      let checked = 0;
      const withdrawals = world.batches<Withdrawal>(
        'order',
        `select id::text, email, channel, locale,
                (extract(epoch from confirmed_at) * 1000)::float8 as "receivedAtMs"
         from "order".withdrawal
         where confirmed_at <= kontor_now() - make_interval(secs => $1)`,
        [world.graceSeconds],
      );
      for await (const batch of withdrawals) {
        checked += batch.length;
        const ids = batch.map(({ id }) => derivedId('withdrawal_received', id));
        const messages = await readMessages(world, ids);
        for (const [index, withdrawal] of batch.entries()) {
          const message = whatIsWrong(withdrawal, messages.get(ids[index]!));
          if (message) broken.push({ subject: withdrawal.id, message });
        }
      }
      return { checked, broken };
    },
  },
];

async function readMessages(world: World, ids: string[]): Promise<Map<string, Acknowledged>> {
  const rows = await world.query<Acknowledged>(
    'customer',
    `select id::text, email, channel, locale,
            (extract(epoch from created_at) * 1000)::float8 as "createdAtMs"
     from notification.message where id = any($1::uuid[])`,
    [ids],
  );
  return new Map(rows.map((row) => [row.id, row]));
}

function whatIsWrong(
  { email, channel, locale, receivedAtMs }: Withdrawal,
  message: Acknowledged | undefined,
): string | undefined {
  if (!message) return 'confirmed, and never acknowledged';
  const lateMs = message.createdAtMs - receivedAtMs;
  if (lateMs > withinMs) return `acknowledged ${Math.round(lateMs / 1_000)} s after its receipt`;
  if (message.email !== email) return 'acknowledged to another address than it names';
  if (message.channel === channel && message.locale === locale) return undefined;
  return `is of ${channel} ${locale}, and its acknowledgement of ${message.channel} ${message.locale}`;
}
