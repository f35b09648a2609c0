-- What a provider told, word for word: in `detail` it would be too long for the key that tells reviews apart.
alter table payment_review add column object jsonb;
