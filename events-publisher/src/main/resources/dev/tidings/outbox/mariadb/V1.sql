-- Tidings outbox, version 1, MariaDB 10.6 or later, MySQL 8.0.13 or later.
-- state: 0 pending, 1 published, 2 published and no queue was bound, 3 set aside
create table if not exists tidings_outbox (
  seq         bigint not null auto_increment primary key,
  exchange    varchar(255) character set utf8mb4 collate utf8mb4_bin not null,
  slot        smallint not null,
  entity      bigint not null,
  event_id    varchar(255) character set utf8mb4 collate utf8mb4_bin not null,
  routing_key varchar(255) character set utf8mb4 collate utf8mb4_bin not null,
  properties  mediumtext character set utf8mb4 not null,
  body        mediumtext character set utf8mb4 not null,
  stored_at   timestamp(3) not null default current_timestamp(3),
  state       smallint not null default 0,
  settled_at  timestamp(3) null default null,
  reason      varchar(1000) character set utf8mb4,
  index tidings_outbox_pending (exchange, state, seq),
  index tidings_outbox_settled (exchange, state, settled_at)
) engine = InnoDB;
create table if not exists tidings_outbox_lease (
  exchange varchar(255) character set utf8mb4 collate utf8mb4_bin not null,
  slot     smallint not null,
  relay    varchar(36) not null,
  ends_at  timestamp(3) not null default current_timestamp(3),
  primary key (exchange, slot)
) engine = InnoDB;
create table if not exists tidings_outbox_relay (
  exchange varchar(255) character set utf8mb4 collate utf8mb4_bin not null,
  relay    varchar(36) not null,
  ends_at  timestamp(3) not null default current_timestamp(3),
  primary key (exchange, relay)
) engine = InnoDB;
create table if not exists tidings_outbox_version (version integer primary key) engine = InnoDB;
insert into tidings_outbox_version (version) select 1 from dual where not exists (select 1 from tidings_outbox_version);
