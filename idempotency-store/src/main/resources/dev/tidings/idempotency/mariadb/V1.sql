-- Tidings idempotency store, version 1, MariaDB 10.6 or later.
-- state: 0 owned, 1 completed
-- until: milliseconds since 1970 by the database's clock; the end of the lease, or when a completed key may be forgotten
create table if not exists tidings_handled (
  consumer    varchar(100) character set utf8mb4 collate utf8mb4_nopad_bin not null,
  source      varchar(100) character set utf8mb4 collate utf8mb4_nopad_bin not null,
  event_id    varchar(100) character set utf8mb4 collate utf8mb4_nopad_bin not null,
  state       smallint not null,
  fence       bigint not null,
  fingerprint bigint not null,
  until       bigint not null,
  primary key (consumer, source, event_id)
) engine = InnoDB;
create table if not exists tidings_handled_version (
  version    integer not null primary key,
  cleaned_at bigint not null
) engine = InnoDB;
insert into tidings_handled_version (version, cleaned_at)
  select 1, 0 from dual where not exists (select 1 from tidings_handled_version);
