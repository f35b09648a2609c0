import { jobSchemaOf } from '#platform/stories/jobs.ts';
import { databases, topology, type DatabaseName, type ServiceName } from '#platform/topology.ts';
import {
  everySchemaCheck,
  lookAtEach,
  sqlCheck,
  statefulServices,
  type Broken,
  type Check,
  type Look,
} from '../world/check.ts';
import type { World } from '../world/world.ts';

/** Stories that are alarm clocks: open until their time comes. */
const timers = ['expire_reservations'];

/** I14 everything comes to rest, and what cannot says why. */
export const restChecks: readonly Check[] = [
  everySchemaCheck({
    invariant: 'I14',
    says: 'no story is unfinished, and one that is held says why',
    counted: (schema) => `${schema}.story`,
    broken: (schema, service) => `
      select name || ' ' || id, format('%s: open since %s, %s attempts, %s', '${service}', created_at, attempts, coalesce(last_error, 'no error'))
        from ${schema}.story
        where state = 'open' and created_at <= kontor_now() - make_interval(secs => $1)
          and name <> all ('{${timers.join(',')}}') ${waits[service] ?? ''}
      union all
      select name || ' ' || id, '${service}: held without a reason' from ${schema}.story
        where state = 'held' and coalesce(held_as, last_error, '') = ''`,
  }),
  everySchemaCheck({
    invariant: 'I14',
    says: 'outboxes are empty but for dead letters',
    counted: (schema) => `${schema}.outbox`,
    broken: (schema, service) => `
      select type || ' ' || id, format('%s: not delivered to %s', '${service}', array_to_string(pending || unconfirmed, ', '))
      from ${schema}.outbox o
      where (pending <> '{}' or unconfirmed <> '{}') and occurred_at <= kontor_now() - make_interval(secs => $1)
        and not exists (select from ${schema}.outbox_failure f
          where f.event_id = o.id and f.consumer = any(o.pending) and f.dead_at is not null)`,
  }),
  everySchemaCheck({
    invariant: 'I14',
    says: 'no event that a broker brought is held but dead letters, each with its reason',
    counted: (schema) => `${schema}.inbox_held`,
    broken: (schema, service) => `
      select type || ' ' || event_id, format('%s: held since %s, %s attempts, %s', '${service}', held_at, attempts, last_error)
        from ${schema}.inbox_held
        where dead_at is null and held_at <= kontor_now() - make_interval(secs => $1)
      union all
      select type || ' ' || event_id, '${service}: dead without a reason' from ${schema}.inbox_held
        where dead_at is not null and last_error = ''`,
  }),
  everySchemaCheck({
    invariant: 'I14',
    says: 'each dead letter has a reason, and can be sent again',
    counted: (schema) => `${schema}.outbox_failure`,
    broken: (schema, service) => `
      select event_id::text, format('%s: dead for %s without a reason', '${service}', consumer)
        from ${schema}.outbox_failure where dead_at is not null and last_error = ''
      union all
      select event_id::text, format('%s: dead for %s, but no longer pending', '${service}', consumer)
        from ${schema}.outbox_failure f join ${schema}.outbox o on o.id = f.event_id
        where dead_at is not null and f.consumer <> all (o.pending)`,
  }),
  {
    invariant: 'I14',
    says: 'no job waits, and each that failed for good says why',
    run: async (world) => {
      const looks = await Promise.all(
        databases.map(async (database) => {
          const services = statefulServices.filter((name) => topology[name].database === database);
          return (await withJobs(world, database, services)).map(jobsOf);
        }),
      );
      return lookAtEach(world, looks.flat());
    },
  },
  sqlCheck({
    invariant: 'I14',
    says: 'an order that was confirmed is whole: invoiced and handed to the warehouse',
    database: 'order',
    counted: '"order".orders where confirmed_at is not null',
    broken: `select number, 'confirmed without an invoice' from "order".orders o
        where confirmed_at is not null and not exists (
          select from invoice.document d where d.order_id = o.id and d.kind = 'invoice')
      union all
      select number, 'confirmed, and the warehouse does not know of it' from "order".orders o
        where confirmed_at is not null and not exists (
          select from fulfillment.fulfillment_request r where r.order_id = o.id)`,
  }),
  sqlCheck({
    invariant: 'I14',
    says: 'an order is held for review only as long as its payment is',
    database: 'order',
    counted: `"order".story where name = 'order_process' and held_as = 'payment_in_review'`,
    broken: `select o.number, format('held for review, and its payment is %s since %s', p.state, p.moved_at)
        from "order".story s join "order".orders o on o.id::text = s.id
          join payment.payment p on p.payment_id = o.payment_id
        where s.name = 'order_process' and s.state = 'held' and s.held_as = 'payment_in_review'
          and p.state in ('captured', 'voided') and p.moved_at <= kontor_now() - make_interval(secs => $1)`,
  }),
  sqlCheck({
    invariant: 'I14',
    says: 'nothing is on the way between two states',
    database: 'order',
    counted: 'payment.payment',
    broken: `select payment_id::text, format('payment is %s since %s', state, moved_at) from payment.payment
        where state in ('authorizing', 'capturing', 'capturing_part', 'releasing', 'voiding') and held_as is null and moved_at <= kontor_now() - make_interval(secs => $1)
      union all
      select refund_id::text, format('refund is %s', state) from payment.refund
        where state = 'requested' and requested_at <= kontor_now() - make_interval(secs => $1)
      union all
      select number, 'still ' || o.state from "order".orders o
        where o.state in ('placed', 'cancelling') and placed_at <= kontor_now() - make_interval(secs => $1)
          and not exists (select from "order".story s where s.id = o.id::text and s.state <> 'finished')
      union all
      select id::text, 'still shipping' from fulfillment.fulfillment f where f.state = 'shipping'
        and not exists (select from fulfillment.story s where s.id like f.id || ':%' and s.state <> 'finished')
      union all
      select id::text, format('%s is still requested', kind) from inventory_sync.entry
        where state = 'requested' and requested_at <= kontor_now() - make_interval(secs => $1)
      union all
      select id::text, 'label is ' || state from shipment.parcel
        where state in ('purchasing', 'voiding') and changed_at <= kontor_now() - make_interval(secs => $1)`,
  }),
  {
    invariant: 'I14',
    says: 'what waits for stock goes on within a minute of all its units’ coming',
    run: async (world) => {
      const broken: Broken[] = [];
      let checked = 0;
      const waiting = world.batches<WaitingPart>(
        'order',
        `select id::text, order_number as "orderNumber", reservation_id::text as "reservationId",
           location_id::text as "locationId",
           array(select line ->> 'lineId' from jsonb_array_elements(lines) line) as "lineIds"
         from fulfillment.fulfillment
         where state = 'on_hold' and hold_reason = 'awaiting_stock' and also_held_for is null
           and updated_at <= kontor_now() - make_interval(secs => least($1, ${resumedWithinSeconds}))`,
        [world.graceSeconds],
      );
      for await (const batch of waiting) {
        checked += batch.length;
        const filled = await filledParts(world, batch);
        for (const { id, orderNumber } of batch)
          if (filled.has(id))
            broken.push({
              subject: id,
              message: `of ${orderNumber}: has all its units, and waits`,
            });
      }
      return { checked, broken };
    },
  },
];

/** Those that have jobs: a service makes the table when it first has any. */
async function withJobs(
  world: World,
  database: DatabaseName,
  services: readonly ServiceName[],
): Promise<ServiceName[]> {
  const rows = await world.query<{ service: ServiceName }>(
    database,
    `select service from unnest($1::text[], $2::text[]) given (service, jobs)
     where to_regclass(jobs) is not null`,
    [services, services.map(jobTableOf)],
  );
  return rows.map(({ service }) => service);
}

function jobTableOf(service: ServiceName): string {
  return `"${jobSchemaOf(service)}".job`;
}

function jobsOf(service: ServiceName): Look {
  const jobs = jobTableOf(service);
  return {
    database: topology[service].database!,
    counted: jobs,
    broken: `
      select name || ' ' || id, format('${service}: failed without a reason')
        from ${jobs} where state = 'failed' and (output is null or output in ('{}', 'null'))
      union all
      select name || ' ' || id, format('${service}: %s since %s', state, greatest(created_on, start_after))
        from ${jobs} where state in ('created', 'retry', 'active') and name <> 'dead_letters'
          and name !~ '^__pgboss'
          and greatest(start_after, created_on) <= now() - make_interval(secs => $1 + ${jobPollSeconds})`,
  };
}

interface WaitingPart {
  readonly id: string;
  readonly orderNumber: string;
  readonly reservationId: string;
  readonly locationId: string;
  readonly lineIds: readonly string[];
}

const resumedWithinSeconds = 60;

/** The parts none of whose units is missing, and of which nobody was told within the last minute. */
async function filledParts(world: World, parts: readonly WaitingPart[]): Promise<Set<string>> {
  const rows = await world.query<{ id: string }>(
    'inventory',
    `select p.id from jsonb_to_recordset($1::jsonb) p (id text, "reservationId" uuid, "locationId" uuid, "lineIds" text[])
     where (select count(*) from inventory.reservation_allocation a
            where a.reservation_id = p."reservationId" and a.location_id = p."locationId"
              and a.line_id::text = any(p."lineIds") and a.backordered = 0) = cardinality(p."lineIds")
       and not exists (select from inventory.outbox o
            where o.type = 'inventory.reservation_filled'
              and o.data ->> 'reservationId' = p."reservationId"::text
              and o.occurred_at > kontor_now() - make_interval(secs => least($2, ${resumedWithinSeconds})))`,
    [JSON.stringify(parts), world.graceSeconds],
  );
  return new Set(rows.map(({ id }) => id));
}

/** How long a job may wait for its worker to look. Jobs go by the server's own clock, which no test moves. */
const jobPollSeconds = 30;

/** A person who was asked by the bank has time to answer. */
const notWaitingForPerson = `and not exists (select from checkout.completion c
  where c.payment_id::text = story.id and c.state = 'requires_action' and c.challenge_until > kontor_now())`;

/** What a person holds, and what nobody has keys for, is looked at from time to time. */
const notInReview = `and not exists (select from payment.payment p
  where p.payment_id::text = story.id and (p.state = 'review' or p.held_as is not null))`;

/** What nobody reads any more is taken away a minute later. */
const notBeforeItsTime = `and not (name = 'remove_media_file' and attempts = 0 and next_attempt_at > kontor_now())`;

const waits: Readonly<Partial<Record<string, string>>> = {
  checkout: notWaitingForPerson,
  payment: notInReview,
  product: notBeforeItsTime,
};
