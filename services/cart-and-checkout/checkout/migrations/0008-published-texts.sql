-- Texts that channels published, as product tells them, so that an order can keep which its customer
-- was shown. Never deleted.
create table published_text (
  text_id uuid primary key,
  channel text not null,
  kind text not null,
  locale text not null,
  number int not null,
  title text not null,
  sha256 text not null,
  published_at timestamptz not null
);

-- Which of them the customer was shown; null in what the version before wrote.
alter table completion add column shown_texts uuid[];
