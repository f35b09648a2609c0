import type { Actor } from '#kernel/actor.ts';
import { fail } from '#kernel/result.ts';
import { sql, type Statement } from '#platform/ground/sql.ts';

export interface SavedViewRow {
  readonly viewId: string;
  readonly page: string;
  readonly name: string;
  readonly state: Record<string, unknown>;
  readonly isDefault: boolean;
  readonly createdAt: string;
  readonly updatedAt: string;
}

const told = sql`view_id, page, name, state, is_default, created_at, updated_at`;

export function viewsOf(accountId: string, page: string | null): Statement {
  return sql`
    select ${told} from saved_view
    where account_id = ${accountId} and (${page}::text is null or page = ${page})
    order by page, lower(name)`;
}

export function countViews(accountId: string): Statement {
  return sql`select count(*)::int as views from saved_view where account_id = ${accountId}`;
}

export interface NewView {
  readonly viewId: string;
  readonly accountId: string;
  readonly page: string;
  readonly name: string;
  readonly state: object;
  readonly isDefault?: boolean | undefined;
}

/** No row where the page has one of this name. */
export function insertView(view: NewView): Statement {
  const { viewId, accountId, page, name, state, isDefault = false } = view;
  return sql`
    insert into saved_view (view_id, account_id, page, name, state, is_default)
    values (${viewId}, ${accountId}, ${page}, ${name}, ${JSON.stringify(state)}, ${isDefault})
    on conflict (account_id, page, lower(name)) do nothing
    returning ${told}`;
}

/** What was the default of a page is it no more. Called with the account locked. */
export function withoutDefault(accountId: string, page: string): Statement {
  return sql`
    update saved_view set is_default = false
    where account_id = ${accountId} and page = ${page} and is_default`;
}

export function ownView(accountId: string, viewId: string): Statement {
  return sql`
    select ${told} from saved_view where view_id = ${viewId} and account_id = ${accountId}`;
}

export interface ViewChange {
  readonly name?: string | undefined;
  readonly state?: object | undefined;
  readonly isDefault?: boolean | undefined;
}

/** No row where another view of the page has the name. Called with the account locked. */
export function changeView(viewId: string, { name, state, isDefault }: ViewChange): Statement {
  const kept = state === undefined ? null : JSON.stringify(state);
  return sql`
    update saved_view v
    set name = coalesce(${name ?? null}, v.name), state = coalesce(${kept}::jsonb, v.state),
      is_default = coalesce(${isDefault ?? null}::boolean, v.is_default),
      updated_at = kontor_now()
    where v.view_id = ${viewId} and not exists (
      select from saved_view other
      where other.account_id = v.account_id and other.page = v.page
        and lower(other.name) = lower(${name ?? null}) and other.view_id <> v.view_id)
    returning ${told}`;
}

export function removeViewOf(accountId: string, viewId: string): Statement {
  return sql`delete from saved_view where view_id = ${viewId} and account_id = ${accountId}`;
}

/** Whose views are meant; API keys have no account, and customers no pages of lists. */
export function staffAccountId({ kind, id }: Actor): string | undefined {
  return kind === 'staff' ? id : undefined;
}

export function staffAccountRequired() {
  const message = 'Views are kept with the account of a member of the staff. Sign in as one.';
  return fail('staff_account_required', message);
}

export function viewNotFound() {
  return fail('saved_view_not_found', 'You have no saved view with this id.');
}

export function viewNameTaken() {
  const message =
    'You have a view of this page with this name. Change that one, or give another name.';
  return fail('saved_view_name_taken', message);
}
