-- What the page of a category shows besides its name.
alter table category add column image_url text;
alter table category add column image_alt text not null default '';
-- Whose shoppers see it, and what lies below it; null: those of all channels.
alter table category add column channels text[];

-- Its words by language.
create table category_text (
  category_id uuid not null references category (id) on delete cascade,
  locale text not null,
  description_html text not null,
  seo_title text not null,
  seo_description text not null,
  primary key (category_id, locale)
);
