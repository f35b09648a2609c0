import { fail, ok } from '#kernel/result.ts';
import type { Handler, ServiceContext } from '#platform/calls/service.ts';
import { listNotFound } from './list-limits.ts';
import {
  changeList,
  deleteList,
  ownListLocked,
  saveListLines,
  type StoredList,
} from './list-store.ts';
import { viewList } from './list-view.ts';

type Context = ServiceContext<'cart'>;

export function changeSavedList(context: Context): Handler<'cart', 'changeSavedList'> {
  return ({ listId, ...change }, invocation) =>
    context.database.transaction('changeSavedList', invocation, async (tx) => {
      const list = await tx.first<StoredList>(ownListLocked(listId, invocation));
      if (!list) return listNotFound();
      if (list.kind === 'cart' && change.name === null) return nameNeeded();
      const changed = await tx.first<StoredList>(changeList(listId, change, invocation));
      return ok(viewList(changed!));
    });
}

export function removeSavedList({ database }: Context): Handler<'cart', 'removeSavedList'> {
  return ({ listId }, invocation) =>
    database.transaction('removeSavedList', invocation, async (tx) =>
      (await tx.change(deleteList(listId, invocation))) > 0 ? ok({}) : listNotFound(),
    );
}

export function removeSavedLine(context: Context): Handler<'cart', 'removeSavedLine'> {
  return ({ listId, lineId }, invocation) =>
    context.database.transaction('removeSavedLine', invocation, async (tx) => {
      const list = await tx.first<StoredList>(ownListLocked(listId, invocation));
      if (!list) return listNotFound();
      const rest = list.lines.filter((line) => line.lineId !== lineId);
      if (rest.length === list.lines.length) return lineNotFound();
      const changed = await tx.first<StoredList>(saveListLines(list, rest));
      return ok(viewList(changed!));
    });
}

function nameNeeded() {
  return fail('name_needed', 'A saved cart has a name. Give it another one.');
}

export function lineNotFound() {
  return fail('line_not_found', 'There is no such line on this list.');
}
