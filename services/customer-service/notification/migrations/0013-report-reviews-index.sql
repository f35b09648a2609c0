-- alone: reports come in while it is built
drop index concurrently if exists provider_report_review;
create index concurrently provider_report_review
  on provider_report (received_at, review_id) where body is not null;
