-- Of what the client sent under the key, whatever version read it; the release before knows the hash
-- of what it read alone.
alter table idempotency add column request_hash text;
