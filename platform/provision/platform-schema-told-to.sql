-- Who was to hear it, by the release that told it: releases differ in that. Unknown of what was told
-- before. What a consumer lacks of it that is said to have it, its database has forgotten.
alter table outbox add column told_to text[];
