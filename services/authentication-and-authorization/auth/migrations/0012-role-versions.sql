-- What two people set at once is told to the second of them.
alter table role add column version int not null default 1;
