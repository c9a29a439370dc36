-- Tidings idempotency store, version 1, PostgreSQL 11 or later.
-- Half of each page is left free: completing a claim then stays on its page and leaves the index alone.
-- state: 0 owned, 1 completed
-- until: milliseconds since 1970 by the database's clock; the end of the lease, or when a completed key may be forgotten
create table if not exists tidings_handled (
  consumer    varchar(100) collate "C" not null,
  source      varchar(100) collate "C" not null,
  event_id    varchar(100) collate "C" not null,
  state       smallint not null,
  fence       bigint not null,
  fingerprint bigint not null,
  until       bigint not null,
  primary key (consumer, source, event_id)
) with (fillfactor = 50);
create table if not exists tidings_handled_version (
  version    integer not null primary key,
  cleaned_at bigint not null
);
insert into tidings_handled_version (version, cleaned_at)
  select 1, 0 where not exists (select 1 from tidings_handled_version);
