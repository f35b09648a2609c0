import { everySchemaCheck, type Check } from '../../world/check.ts';

/**
 * I15 isolation: what staff changed stays told as it was. Whoever takes away the newest entries with
 * their seals leaves a chain that is whole: of that, only a head that was noted elsewhere tells.
 */
export const sealChecks: readonly Check[] = [
  everySchemaCheck({
    invariant: 'I15',
    says: 'every sealed audit entry is there as it was, in a chain without a gap',
    counted: (schema) => `${schema}.audit_seal`,
    broken: (schema, service) => `
      select '${service} ' || entry_id, case
          when not is_there then 'was removed after it was sealed'
          when is_changed then 'was changed after it was sealed'
          when sequence <> coalesce(previous, 0) + 1 then 'has no seal before its own'
          else 'does not follow from the seal before its own' end
      from (
        select s.sequence, s.entry_id, e.id is not null as is_there,
          ${schema}.audit_digest(e) <> s.digest as is_changed, lag(s.sequence) over chain as previous,
          sha256(coalesce(lag(s.hash) over chain, ''::bytea) || s.digest) <> s.hash as is_torn
        from ${schema}.audit_seal s left join ${schema}.audit_entry e on e.id = s.entry_id
        window chain as (order by s.sequence)) seals
      where not is_there or is_changed or is_torn or sequence <> coalesce(previous, 0) + 1`,
  }),
  everySchemaCheck({
    invariant: 'I15',
    says: 'no audit entry is left out of the chain that goes on behind it',
    counted: (schema) => `${schema}.audit_entry`,
    broken: (schema, service) => `
      select '${service} ' || e.id, 'has no seal' from ${schema}.audit_entry e
      where e.at < (select max(sealed_at) from ${schema}.audit_seal) - interval '1 hour'
        and not exists (select from ${schema}.audit_seal s where s.entry_id = e.id)`,
  }),
];
