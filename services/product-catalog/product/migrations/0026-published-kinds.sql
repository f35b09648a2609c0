-- What a page is, and where it stands, as it was published: what staff change meanwhile is seen when they
-- publish it. Null in what the version before wrote, and there the page's own hold.
alter table content_page
  add column published_kind text,
  add column published_menu text check (published_menu in ('header', 'footer')),
  add column published_position int;
alter table published_text add column kind text;

update content_page set published_kind = kind, published_menu = menu, published_position = position
where ever_published;
update published_text v set kind = p.kind from content_page p where p.id = v.page_id;
