-- Tidings outcomes of an old and a new side, version 1, MariaDB 10.6 or later, or MySQL 8.0.17 or later.
-- One row for what a side did about an event. Of the same side and event the first row stays, but an effect replaces a failure.
-- comparison:  its name, such as billing/v2, the same on both sides; of A-Z a-z 0-9 _ . : / -
-- event_id:    by which both sides are joined
-- side:        old or new
-- routing_key: of the event
-- entity:      its ids as name=id, sorted by name, with commas between; at least one character
-- changed:     the changed fields that the event names, with commas between; empty if it names none
-- answer:      what the owner answered: none (nobody was asked), found or gone
-- input_hash:  SHA-256 of what the side read to decide, in hexadecimal and lower case, or null; both sides must hash alike
-- result:      effect or failed
-- body:        of an effect a JSON object of fields, {} if there was nothing to do, best below 64 KiB; of a failure the reason, tidings.dropped if the event was lost on its way
-- took_micros: from the event's arrival to the decision
-- decided_at:  by the clock of the side, in UTC
create table if not exists tidings_outcomes (
  comparison  varchar(100) character set utf8mb4 collate utf8mb4_nopad_bin not null,
  event_id    varchar(255) character set utf8mb4 collate utf8mb4_nopad_bin not null,
  side        varchar(3) character set utf8mb4 collate utf8mb4_nopad_bin not null check (side in ('old', 'new')),
  routing_key varchar(255) character set utf8mb4 not null,
  entity      varchar(1100) character set utf8mb4 not null,
  changed     varchar(6500) character set utf8mb4 not null,
  answer      varchar(5) character set utf8mb4 not null check (answer in ('none', 'found', 'gone')),
  input_hash  varchar(64) character set utf8mb4,
  result      varchar(6) character set utf8mb4 not null check (result in ('effect', 'failed')),
  body        mediumtext character set utf8mb4 not null,
  took_micros bigint not null,
  decided_at  datetime(6) not null,
  primary key (comparison, event_id, side),
  index tidings_outcomes_decided (decided_at)
) engine = InnoDB;
create table if not exists tidings_outcomes_version (version integer not null primary key) engine = InnoDB;
insert into tidings_outcomes_version (version) select 1 from dual where not exists (select 1 from tidings_outcomes_version);
