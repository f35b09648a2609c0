import { wholeList } from '#contracts/shapes.ts';
import { newId } from '#kernel/ids.ts';
import { fail, ok } from '#kernel/result.ts';
import type { Handler, OutputOf, ServiceContext } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import { askedBy, customerNotFound } from '../customer-store.ts';
import { startEmitting, emitGroups } from './emit-groups.ts';

type Context = ServiceContext<'customer'>;
type Group = OutputOf<'customer', 'putGroup'>;

const groupColumns = sql`
  id as group_id, code, name,
  (select count(*)::int from customer_group_member m where m.group_id = g.id) as members`;

export function listGroups({ database }: Context): Handler<'customer', 'listGroups'> {
  return async (_input, invocation) =>
    ok(
      wholeList(
        await database.query<Group>(
          sql`select ${groupColumns} from customer_group g order by code`,
          invocation,
        ),
      ),
    );
}

export function putGroup({ database }: Context): Handler<'customer', 'putGroup'> {
  return ({ code, name }, invocation) =>
    database.transaction('putGroup', invocation, async (tx) => {
      const group = await tx.first<Group>(sql`
        insert into customer_group as g (id, code, name) values (${newId()}, ${code}, ${name})
        on conflict (code) do update set name = excluded.name
        returning ${groupColumns}`);
      tx.audit({ subject: `customer_group:${code}`, after: { name } });
      return ok(group!);
    });
}

export function removeGroup({ database }: Context): Handler<'customer', 'removeGroup'> {
  return ({ code, members = 'keep' }, invocation) =>
    database.transaction('removeGroup', invocation, async (tx) => {
      // Nobody joins it from here on.
      await tx.change(sql`select from customer_group where code = ${code} for update`);
      if (members === 'keep') {
        const group = await tx.first<Group>(
          sql`select ${groupColumns} from customer_group g where code = ${code}`,
        );
        if (group && group.members > 0) return groupInUse(group.members);
      }
      // Its members may be many: they are noted here, and told by a story.
      const noted = await tx.change(sql`
        insert into groups_to_tell
        select m.customer_id from customer_group_member m
        join customer_group g on g.id = m.group_id where g.code = ${code}
        on conflict do nothing`);
      if (noted > 0) startEmitting(tx);
      const removed = await tx.change(sql`delete from customer_group where code = ${code}`);
      if (removed === 0) return groupNotFound(code);
      tx.audit({ subject: `customer_group:${code}` });
      return ok({});
    });
}

export function setGroupMember({ database }: Context): Handler<'customer', 'setGroupMember'> {
  return ({ code, customerId, member }, invocation) =>
    database.transaction('setGroupMember', invocation, async (tx) => {
      const whose = askedBy(invocation.actor, customerId, 'customers:write');
      if (!(await tx.first(sql`select from customer where ${whose}`))) return customerNotFound();
      const group = await tx.first<{ groupId: string }>(
        sql`select id as group_id from customer_group where code = ${code} for share`,
      );
      if (!group) return groupNotFound(code);
      const { groupId } = group;
      const changed = await tx.change(
        member
          ? sql`insert into customer_group_member (group_id, customer_id)
                values (${groupId}, ${customerId}) on conflict do nothing`
          : sql`delete from customer_group_member
                where group_id = ${groupId} and customer_id = ${customerId}`,
      );
      if (changed === 0 && !member) {
        return fail('group_member_not_found', `The customer is not in the group ${code}.`);
      }
      if (changed > 0) await emitGroups(tx, sql`id = ${customerId}::uuid`);
      tx.audit({ subject: `customer:${customerId}`, after: { group: code, member } });
      const now = await tx.first<Group>(
        sql`select ${groupColumns} from customer_group g where id = ${groupId}`,
      );
      return ok(now!);
    });
}

function groupInUse(members: number) {
  const what = `${members} customers are in this group. Take them out first, or delete it with members=remove.`;
  return fail('group_in_use', what, { members });
}

function groupNotFound(code: string) {
  return fail('group_not_found', `There is no group ${code}.`);
}
