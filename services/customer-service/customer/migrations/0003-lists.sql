create trigger customer_note_update before insert or update on customer
  for each row execute function note_update();
