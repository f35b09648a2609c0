-- alone: the tables are in use; which products show a picture
drop index concurrently if exists media_sha256;
create index concurrently media_sha256 on media (media_sha256(url))
  where media_sha256(url) is not null;
drop index concurrently if exists variant_sha256;
create index concurrently variant_sha256 on variant (media_sha256(image_url))
  where media_sha256(image_url) is not null;
