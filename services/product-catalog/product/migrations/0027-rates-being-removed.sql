-- Its removal was asked for: nothing goes live by it. What is told of the rates next says what became of it.
alter table taxed_class add column removing boolean not null default false;
