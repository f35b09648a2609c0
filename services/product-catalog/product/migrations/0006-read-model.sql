-- By which definition documents are made, and the rebuild that makes them anew after it changed. The
-- release before knows neither: what it writes is of definition 0.
create table read_model (
  one boolean primary key default true check (one),
  number int not null,
  hash text not null,
  rebuild text
);
alter table document add column built smallint not null default 0;
