-- Tidings event tracking, version 1, PostgreSQL 11 or later.
-- Half of each page is left free: counting on then stays on its page and leaves the index alone.
-- bucket: when it began, in UTC
create table if not exists tidings_tracked (
  bucket      timestamp(0) not null,
  exchange    varchar(255) collate "C" not null,
  routing_key varchar(255) collate "C" not null,
  events      bigint not null,
  primary key (bucket, exchange, routing_key)
) with (fillfactor = 50);
create table if not exists tidings_tracked_version (version integer not null primary key);
insert into tidings_tracked_version (version) select 1 where not exists (select 1 from tidings_tracked_version);
