alter table session validate constraint session_end_reason_check;
