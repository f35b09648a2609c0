-- What a provider reported and nobody understood, word for word: kept until a person has seen to it.
alter table provider_report add column body text;
alter table provider_report add column review_id uuid not null default uuidv7();
