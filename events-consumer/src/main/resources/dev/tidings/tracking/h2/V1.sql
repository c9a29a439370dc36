-- Tidings event tracking, version 1, H2 2 or later.
-- bucket: when it began, in UTC
create table if not exists tidings_tracked (
  bucket      timestamp(0) not null,
  exchange    varchar(255) not null,
  routing_key varchar(255) not null,
  events      bigint not null,
  primary key (bucket, exchange, routing_key)
);
create table if not exists tidings_tracked_version (version integer not null primary key);
insert into tidings_tracked_version (version) select 1 from dual where not exists (select 1 from tidings_tracked_version);
