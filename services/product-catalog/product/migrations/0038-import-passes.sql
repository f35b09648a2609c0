-- What was asked last, so that what was stopped goes on as what it was: a check stays a check.
alter table file_import add column aim text;
-- Each reading of the file has a number: one that was overtaken writes nothing any more.
alter table file_import add column pass int not null default 0;
-- How often it went wrong without a word since it was begun.
alter table file_import add column tries int not null default 0;

-- Rows that were refused, as they are downloaded: written once, when the file was read to its end.
create table file_import_refused (
  import_id uuid not null references file_import (id) on delete cascade,
  at int not null,
  body text not null,
  primary key (import_id, at)
);
