-- Whether it is a link of the first start, by which the administrator chooses an address, too.
alter table action_token add column chooses_address boolean not null default false;
