-- How often the table was told; 0 where nobody was told of it yet.
create table rates_reported (
  only_row boolean primary key default true check (only_row),
  version int not null
);
insert into rates_reported (version) values (0);
