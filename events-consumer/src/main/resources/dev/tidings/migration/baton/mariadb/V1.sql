-- Tidings baton: which of two consumers may take effect, version 1, MariaDB 10.6 or later, or MySQL 8.0.17 or later.
-- tidings_baton: one row for a group that is migrated
--   group_name:   of the first one, and of the claims that all have in common
--   next_name:    of the new side, such as v2; empty before a start
--   old_queue:    of the side that had every entity
--   new_queue:    of the side that gets them; empty before a start
--   phase:        not_started, shadow, canary, cut_over, finishing or finished
--   epoch:        one more with each move; who moves compares it
--   slots:        the new side has the entities whose slot is below it: CRC-32 of the entity (name=id, sorted by name, with commas
--                 between) in UTF-8, modulo 10,000
--   moved_at:     by this database's clock, as all times
-- tidings_baton_log: what was done, entry by entry
--   action:       start, canary, cut_over, rollback, finish, finished, back_fill_begun, back_fill_done, back_fill_failed, no_back_fill
--   subject:      the name of the new side, of the back-fill, or a reason
--   forced:       why it was done although it was refused, or null; refusals: what was said against it, a line each
--   verdict:      what the comparison said, or null
-- tidings_baton_side: one row for a process that runs a side, written twice a second
--   exactly_once: whether each of its handlers is called in a transaction
--   state, words: how its group is
--   bound:        whether its queue has been bound as this side of this epoch should have it
--   drained:      whether nothing waits in its queues and it has nothing at hand
create table if not exists tidings_baton (
  group_name varchar(100) character set utf8mb4 collate utf8mb4_nopad_bin not null primary key,
  next_name  varchar(100) character set utf8mb4 collate utf8mb4_nopad_bin not null,
  old_queue  varchar(100) character set utf8mb4 collate utf8mb4_nopad_bin not null,
  new_queue  varchar(100) character set utf8mb4 collate utf8mb4_nopad_bin not null,
  phase      varchar(11) character set utf8mb4 collate utf8mb4_nopad_bin not null check (phase in ('not_started', 'shadow', 'canary', 'cut_over', 'finishing', 'finished')),
  epoch      bigint not null,
  slots      integer not null check (slots between 0 and 10000),
  moved_at   datetime(6) not null
) engine = InnoDB;
create table if not exists tidings_baton_log (
  group_name   varchar(100) character set utf8mb4 collate utf8mb4_nopad_bin not null,
  entry        bigint not null,
  epoch        bigint not null,
  made_at      datetime(6) not null,
  action       varchar(20) character set utf8mb4 collate utf8mb4_nopad_bin not null,
  subject      varchar(500) character set utf8mb4 not null,
  slots_before integer not null,
  slots_after  integer not null,
  forced       varchar(500) character set utf8mb4,
  refusals     varchar(4000) character set utf8mb4,
  verdict      varchar(1000) character set utf8mb4,
  primary key (group_name, entry)
) engine = InnoDB;
create table if not exists tidings_baton_side (
  group_name   varchar(100) character set utf8mb4 collate utf8mb4_nopad_bin not null,
  instance     varchar(150) character set utf8mb4 collate utf8mb4_nopad_bin not null,
  queue        varchar(100) character set utf8mb4 collate utf8mb4_nopad_bin not null,
  exactly_once boolean not null,
  epoch        bigint not null,
  state        varchar(8) character set utf8mb4 collate utf8mb4_nopad_bin not null,
  words        varchar(500) character set utf8mb4 not null,
  bound        boolean not null,
  drained      boolean not null,
  seen_at      datetime(6) not null,
  primary key (group_name, instance)
) engine = InnoDB;
create table if not exists tidings_baton_version (version integer not null primary key) engine = InnoDB;
insert into tidings_baton_version (version) select 1 from dual where not exists (select 1 from tidings_baton_version);
