-- Paid on a page of the gateway's own: until when somebody can pay there, and the page, once it is known.
alter table payment
  add column page_until timestamptz,
  add column gateway_page_id text;
