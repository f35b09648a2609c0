-- Days after an invoice was due when its customer is reminded of it.
alter table payment_method add column reminder_days int[] not null default '{7,14,21}';
