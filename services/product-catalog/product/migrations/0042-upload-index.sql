-- alone: the table is in use
drop index concurrently if exists file_import_uploads;
create index concurrently file_import_uploads on file_import (begun_by, created_at)
  where state = 'uploading' or (state = 'stopped' and lines_in_all is null);
