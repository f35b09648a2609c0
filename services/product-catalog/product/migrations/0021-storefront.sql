-- How a channel looks; null is as it is built in.
alter table channel add column look jsonb;

-- Host names by which a channel is reached, over all channels; the first is the main one.
create table channel_domain (
  host text primary key,
  channel text not null references channel (code),
  position int not null
);
create index channel_domain_channel on channel_domain (channel, position);

-- What a channel says on every page, and what its home page shows. Without a row there is nothing.
create table storefront (
  channel text primary key references channel (code),
  notice jsonb not null,
  scenes jsonb not null,
  version int not null default 1
);

-- A menu in a language. Without a row it is made of categories and pages.
create table menu (
  channel text not null references channel (code),
  place text not null check (place in ('header', 'footer')),
  locale text not null,
  items jsonb not null,
  version int not null default 1,
  primary key (channel, place, locale)
);

-- A page in words of the channel's own.
create table content_page (
  id uuid primary key,
  channel text not null references channel (code),
  handle text not null,
  kind text not null,
  menu text check (menu in ('header', 'footer')),
  position int not null default 0,
  published boolean not null default false,
  -- once it was, it is never deleted: people were shown it
  ever_published boolean not null default false,
  version int not null default 1,
  created_at timestamptz not null default kontor_now(),
  updated_at timestamptz not null default kontor_now(),
  unique (channel, handle)
);
create unique index content_page_of_kind on content_page (channel, kind) where kind <> 'content';

-- Its words as they are edited, by language.
create table content_text (
  page_id uuid not null references content_page (id) on delete cascade,
  locale text not null,
  title text not null,
  markdown text not null,
  seo_title text not null,
  seo_description text not null,
  primary key (page_id, locale)
);

-- What was published, word for word: never changed, never deleted. The one of a language that is
-- shown has no `ended_at`.
create table published_text (
  id uuid primary key,
  page_id uuid not null references content_page (id),
  channel text not null,
  locale text not null,
  number int not null,
  title text not null,
  markdown text not null,
  body_html text not null,
  seo_title text not null,
  seo_description text not null,
  sha256 text not null,
  published_at timestamptz not null default kontor_now(),
  ended_at timestamptz,
  unique (page_id, locale, number)
);
create unique index published_text_shown on published_text (page_id, locale) where ended_at is null;

-- Handles that pages and products had before; a page or product that has it now comes first.
create table former_page_handle (
  channel text not null,
  handle text not null,
  page_id uuid not null references content_page (id) on delete cascade,
  primary key (channel, handle)
);
create table former_product_handle (
  handle text primary key,
  product_id uuid not null references product (id) on delete cascade
);
create index former_product_handle_product on former_product_handle (product_id);

-- When what search engines are told of was changed; null in what the version before wrote.
alter table category add column updated_at timestamptz;
alter table collection add column updated_at timestamptz;
