-- A role that is made again under the name of one that is gone goes on counting.
create sequence role_version start 2;
alter table role alter column version set default nextval('role_version');
