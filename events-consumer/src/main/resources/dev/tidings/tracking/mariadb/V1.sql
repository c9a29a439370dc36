-- Tidings event tracking, version 1, MariaDB 10.6 or later.
-- bucket: when it began, in UTC
create table if not exists tidings_tracked (
  bucket      datetime not null,
  exchange    varchar(255) character set utf8mb4 collate utf8mb4_nopad_bin not null,
  routing_key varchar(255) character set utf8mb4 collate utf8mb4_nopad_bin not null,
  events      bigint not null,
  primary key (bucket, exchange, routing_key)
) engine = InnoDB;
create table if not exists tidings_tracked_version (version integer not null primary key) engine = InnoDB;
insert into tidings_tracked_version (version) select 1 from dual where not exists (select 1 from tidings_tracked_version);
