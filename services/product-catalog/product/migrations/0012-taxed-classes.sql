-- Which tax classes have a rate where, as tax tells it. A country without a row is not taxed by the table.
create table taxed_class (
  country_code text not null,
  tax_class text not null,
  primary key (country_code, tax_class)
);
create table taxed_classes_heard (
  only_row boolean primary key default true check (only_row),
  version int not null,
  provider_channels text[] not null
);
insert into taxed_classes_heard (version, provider_channels) values (0, '{}');
