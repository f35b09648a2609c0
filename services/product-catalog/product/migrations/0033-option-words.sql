-- What options and their values are called in the language, by what the product calls them.
alter table translation add column option_names jsonb not null default '{}';
alter table translation add column option_values jsonb not null default '{}';
