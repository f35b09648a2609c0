-- What a person has reported to the authorities by hand, or need not report: listed no more unless asked for.
alter table reported_document
  add column ended_at timestamptz,
  add column ended_by text,
  add column ended_note text;
