-- Tidings outbox, version 1, H2 2 or later.
-- state: 0 pending, 1 published, 2 published and no queue was bound, 3 set aside
create table if not exists tidings_outbox (
  seq         bigint generated always as identity primary key,
  exchange    varchar(255) not null,
  slot        smallint not null,
  entity      bigint not null,
  event_id    varchar(255) not null,
  routing_key varchar(255) not null,
  properties  varchar(1000000) not null,
  body        varchar(1000000) not null,
  stored_at   timestamp(3) with time zone default current_timestamp not null,
  state       smallint default 0 not null,
  settled_at  timestamp(3) with time zone,
  reason      varchar(1000)
);
create index if not exists tidings_outbox_pending on tidings_outbox (exchange, state, seq);
create index if not exists tidings_outbox_settled on tidings_outbox (exchange, state, settled_at);
create table if not exists tidings_outbox_lease (
  exchange varchar(255) not null,
  slot     smallint not null,
  relay    varchar(36) not null,
  ends_at  timestamp(3) with time zone not null,
  primary key (exchange, slot)
);
create table if not exists tidings_outbox_relay (
  exchange varchar(255) not null,
  relay    varchar(36) not null,
  ends_at  timestamp(3) with time zone not null,
  primary key (exchange, relay)
);
create table if not exists tidings_outbox_version (version integer primary key);
insert into tidings_outbox_version (version) select 1 from dual where not exists (select 1 from tidings_outbox_version);
