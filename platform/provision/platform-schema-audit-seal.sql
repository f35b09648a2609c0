-- One chain over the audit entries of this schema, in the order in which they were seen to be there:
-- `digest` is of the entry, `hash` of the hash before and the digest.
create table audit_seal (
  sequence bigint primary key check (sequence > 0),
  entry_id uuid not null unique,
  entry_at timestamptz not null,
  digest bytea not null,
  hash bytea not null,
  sealed_at timestamptz not null default kontor_now()
);

-- The same whatever a session's time zone and formats are.
create function audit_digest(entry audit_entry) returns bytea language sql stable
return sha256(convert_to(jsonb_build_array(entry.id, extract(epoch from entry.at)::text,
  entry.actor_kind, entry.actor_id, to_jsonb(entry.channels), entry.operation, entry.subject,
  entry.detail, entry.trace_id)::text, 'UTF8'));
