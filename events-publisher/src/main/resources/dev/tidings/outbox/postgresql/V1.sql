-- Tidings outbox, version 1, PostgreSQL 11 or later.
-- state: 0 pending, 1 published, 2 published and no queue was bound, 3 set aside
create table if not exists tidings_outbox (
  seq         bigint generated always as identity primary key,
  exchange    varchar(255) not null,
  slot        smallint not null,
  entity      bigint not null,
  event_id    varchar(255) not null,
  routing_key varchar(255) not null,
  properties  text not null,
  body        text not null,
  stored_at   timestamp with time zone not null default current_timestamp,
  state       smallint not null default 0,
  settled_at  timestamp with time zone,
  reason      varchar(1000)
);
create index if not exists tidings_outbox_pending on tidings_outbox (exchange, seq) where state = 0;
create index if not exists tidings_outbox_settled on tidings_outbox (exchange, settled_at) where state <> 0;
create table if not exists tidings_outbox_lease (
  exchange varchar(255) not null,
  slot     smallint not null,
  relay    varchar(36) not null,
  ends_at  timestamp with time zone not null,
  primary key (exchange, slot)
);
create table if not exists tidings_outbox_relay (
  exchange varchar(255) not null,
  relay    varchar(36) not null,
  ends_at  timestamp with time zone not null,
  primary key (exchange, relay)
);
create table if not exists tidings_outbox_version (version integer primary key);
insert into tidings_outbox_version (version) select 1 where not exists (select 1 from tidings_outbox_version);
