-- Whoever writes an order's row first decides, for good: its invoice is issued, or never will be.
create table invoice_claim (
  order_id uuid primary key,
  claim text not null check (claim in ('issued', 'withheld'))
);
insert into invoice_claim (order_id, claim)
select order_id, 'issued' from document where kind = 'invoice';
