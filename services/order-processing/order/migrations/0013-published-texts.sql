-- Terms and withdrawal instructions that channels published, word for word, as product tells them:
-- confirmations carry them.
create table published_text (
  text_id uuid primary key,
  version int not null,
  channel text not null,
  kind text not null,
  locale text not null,
  title text not null,
  markdown text not null,
  sha256 text not null,
  published_at timestamptz not null,
  ended_at timestamptz
);
create index published_text_channel on published_text (channel, kind);
