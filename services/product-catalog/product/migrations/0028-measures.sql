-- What unit prices are made of, and what is shown of the energy that a product takes.
alter table variant
  add column content_quantity integer check (content_quantity > 0),
  add column content_unit text,
  add column energy_class text,
  add column energy_best text,
  add column energy_worst text,
  add column energy_label_url text,
  add column energy_sheet_url text;
