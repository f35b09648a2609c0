-- What is added again under the code of what is gone goes on counting.
create sequence delivery_version start 2;
alter table zone alter column version set default nextval('delivery_version');
alter table method alter column version set default nextval('delivery_version');
