-- What two people set at once is told to the second of them.
alter table zone add column version int not null default 1;
alter table method add column version int not null default 1;
