import {
  eventRoutes,
  schemaOf,
  serviceNames,
  topology,
  type EventType,
  type ServiceName,
} from '#platform/topology.ts';
import type { Broken, Check } from './check.ts';
import type { World } from './world.ts';

/** Stories that are alarm clocks: open until their time comes. */
const timers = ['expire_reservations'];

const stateful = serviceNames.filter((name) => topology[name].database !== null);

function schema(service: ServiceName): string {
  return `"${schemaOf(service)}"`;
}

function inService<Row extends object>(
  world: World,
  service: ServiceName,
  text: string,
  values: unknown[] = [],
) {
  return world.query<Row>(topology[service].database!, text, values);
}

/** I10 events reach everyone once and in order, I14 everything comes to rest. */
export const eventChecks: readonly Check[] = [
  {
    invariant: 'I10',
    says: 'every event that its outbox calls delivered is in each consumer’s inbox',
    run: async (world) => {
      const inboxes = new Map<ServiceName, Set<string>>();
      for (const service of stateful) {
        const rows = await inService<{ id: string }>(
          world,
          service,
          `select event_id::text as id from ${schema(service)}.inbox`,
        );
        inboxes.set(service, new Set(rows.map(({ id }) => id)));
      }
      const broken: Broken[] = [];
      let checked = 0;
      for (const producer of stateful) {
        const events = await inService<{ id: string; type: EventType; pending: string[] }>(
          world,
          producer,
          `select id::text, type, pending from ${schema(producer)}.outbox`,
        );
        for (const { id, type, pending } of events) {
          for (const consumer of eventRoutes[type].consumers) {
            checked += 1;
            if (pending.includes(consumer) || inboxes.get(consumer)!.has(id)) continue;
            broken.push({ subject: id, message: `${type} never reached ${consumer}` });
          }
        }
      }
      return { checked, broken };
    },
  },
  {
    invariant: 'I10',
    says: 'the versions of one thing were taken in order',
    run: async (world) => {
      const broken: Broken[] = [];
      let checked = 0;
      for (const service of stateful) {
        const [count] = await inService<{ n: number }>(
          world,
          service,
          `select count(*)::int as n from ${schema(service)}.inbox`,
        );
        checked += count?.n ?? 0;
        broken.push(
          ...(await inService<Broken>(
            world,
            service,
            `select aggregate_id as subject, format('%s took version %s after %s', '${service}', aggregate_version, before) as message
             from (select aggregate_id, aggregate_version, lag(aggregate_version) over (
                     partition by split_part(type, '.', 1), aggregate_id order by sequence) as before
                   from ${schema(service)}.inbox) taken where before > aggregate_version`,
          )),
        );
      }
      return { checked, broken };
    },
  },
  {
    invariant: 'I10',
    says: 'no message was sent twice',
    run: async (world) => {
      const counts = new Map<string, number>();
      for (const mail of (await world.book?.read('mails')) ?? []) {
        const id = String(mail['messageId']);
        counts.set(id, (counts.get(id) ?? 0) + 1);
      }
      const broken = [...counts]
        .filter(([, count]) => count > 1)
        .map(([id, count]): Broken => ({ subject: id, message: `arrived ${count} times` }));
      return { checked: counts.size, broken };
    },
  },
  {
    invariant: 'I14',
    says: 'no story is unfinished, no outbox waits, each dead letter has a reason',
    run: async (world) => {
      const broken: Broken[] = [];
      let checked = 0;
      for (const service of stateful) {
        const [count] = await inService<{ n: number }>(
          world,
          service,
          `select count(*)::int as n from ${schema(service)}.story`,
        );
        checked += count?.n ?? 0;
        const text = `
          select name || ' ' || id as subject, format('%s: open since %s, %s attempts, %s', '${service}', created_at, attempts, coalesce(last_error, 'no error')) as message
            from ${schema(service)}.story
            where state = 'open' and created_at <= kontor_now() - make_interval(secs => $1)
              and name <> all ('{${timers.join(',')}}')
          union all
          select type || ' ' || id, format('%s: not delivered to %s', '${service}', pending)
            from ${schema(service)}.outbox
            where pending <> '{}' and occurred_at <= kontor_now() - make_interval(secs => $1)
          union all
          select event_id::text, format('%s: dead without a reason', consumer)
            from ${schema(service)}.outbox_failure where dead_at is not null and last_error = ''`;
        broken.push(...(await inService<Broken>(world, service, text, [world.graceSeconds])));
      }
      return { checked, broken };
    },
  },
];
