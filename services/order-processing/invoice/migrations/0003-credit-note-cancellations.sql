-- A refund that came back: its credit note never changes, a document of its own takes it back.
alter table document drop constraint document_kind_check;
alter table document add constraint document_kind_check check (
  kind in ('invoice', 'credit_note', 'credit_note_cancellation')) not valid;
