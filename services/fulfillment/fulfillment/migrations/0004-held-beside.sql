-- A part that waits for stock is held beside that for what is wrong with its money.
alter table fulfillment add column also_held_for text;
