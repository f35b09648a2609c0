-- How often a text was told to others: when it was published, when it ended, and whenever somebody
-- asks for all to be told anew.
alter table published_text add column told int not null default 0;
alter table published_text add column end_told boolean not null default false;
