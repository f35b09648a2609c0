-- Customers whose groups are still to be told: those who were in groups before anybody heard of
-- them, and the members of a group that was removed. A story tells them a batch at a time.
create table groups_to_tell (
  customer_id uuid primary key references customer (id)
);
insert into groups_to_tell select distinct customer_id from customer_group_member;
