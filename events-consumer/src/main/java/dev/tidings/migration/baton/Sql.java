package dev.tidings.migration.baton;

import dev.tidings.jdbc.internal.Dialect;

/** The statements, for a database and the name that its tables begin with. */
record Sql(Dialect dialect, boolean isMySql, String table) {
    private static final String STATE = "next_name, old_queue, new_queue, phase, epoch, slots, moved_at";

    /** Parameter: the group. */
    String state() {
        return "select " + STATE + " from " + table + " where group_name = ?";
    }

    /** Parameters: the group, and its queue. */
    String insertState() {
        return "insert into " + table
                + " (group_name, next_name, old_queue, new_queue, phase, epoch, slots, moved_at) values (?, '', ?, '', 'not_started', 0, 0, "
                + dialect.now() + ")";
    }

    /** Parameters: next, old queue, new queue, phase, slots; then the group and the epoch that it must have. */
    String move() {
        return "update " + table + " set next_name = ?, old_queue = ?, new_queue = ?, phase = ?, slots = ?,"
                + " epoch = epoch + 1, moved_at = " + dialect.now() + " where group_name = ? and epoch = ?";
    }

    /**
     * Held until the transaction ends, together with others of its kind; and the state, as it is once it is held. Where a lock is no row,
     * the state is read by a second statement: the first one sees what was there before it waited. Who freezes is ended after a minute,
     * until the claims say otherwise, so that it does not keep moves away. H2 knows no lock that can be held together. Parameters: the lock's number and the group, or the group alone.
     */
    String share() {
        return switch (dialect) {
            case POSTGRESQL ->
                "select pg_advisory_xact_lock_shared(?), set_config('idle_in_transaction_session_timeout', '60s', true); select "
                        + STATE + ", current_setting('transaction_isolation') from " + table + " where group_name = ?";
            case MARIADB -> state() + " lock in share mode";
            case H2 -> state() + " for update";
        };
    }

    /** Held alone until the transaction ends. Waits for 10 seconds; on MySQL as long as its setting says. Parameter: as above. */
    String alone() {
        return switch (dialect) {
            case POSTGRESQL -> "select pg_advisory_xact_lock(?)";
            case MARIADB -> state() + " for update" + (isMySql ? "" : " wait 10");
            case H2 -> state() + " for update wait 10";
        };
    }

    /** Parameters: as the columns, but for the time. */
    String insertEntry() {
        return "insert into " + table
                + "_log (group_name, entry, epoch, action, subject, slots_before, slots_after, forced,"
                + " refusals, verdict, made_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, " + dialect.now() + ")";
    }

    /** Parameter: the group. */
    String lastEntry() {
        return "select max(entry) from " + table + "_log where group_name = ?";
    }

    /** Parameter: the group. */
    String log() {
        return "select epoch, made_at, action, subject, slots_before, slots_after, forced, refusals, verdict from "
                + table + "_log where group_name = ? order by entry";
    }

    /** Parameters: queue, exactly once, epoch, state, words, bound, drained; then the group and the instance. */
    String updateSide() {
        return "update " + table + "_side set queue = ?, exactly_once = ?, epoch = ?, state = ?, words = ?, bound = ?,"
                + " drained = ?, seen_at = " + dialect.now() + " where group_name = ? and instance = ?";
    }

    /** Parameters: the same. */
    String insertSide() {
        return "insert into " + table + "_side (queue, exactly_once, epoch, state, words, bound, drained, seen_at,"
                + " group_name, instance) values (?, ?, ?, ?, ?, ?, ?, " + dialect.now() + ", ?, ?)";
    }

    /** Parameter: the group. */
    String sides() {
        return "select instance, queue, exactly_once, epoch, state, words, bound, drained, seen_at, " + dialect.now()
                + " from " + table + "_side where group_name = ? order by queue, instance";
    }

    /** Parameters: the group and the instance. */
    String deleteSide() {
        return "delete from " + table + "_side where group_name = ? and instance = ?";
    }

    /** Parameters: the group, and for how many milliseconds they were not seen. */
    String deleteSilent() {
        return "delete from " + table + "_side where group_name = ? and seen_at < " + dialect.ago();
    }
}
