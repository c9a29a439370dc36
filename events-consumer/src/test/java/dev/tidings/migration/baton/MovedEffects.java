package dev.tidings.migration.baton;

import dev.tidings.events.DomainEvent;
import dev.tidings.idempotency.jdbc.JdbcIdempotencyStore;
import dev.tidings.migration.Outcome;
import dev.tidings.migration.Sampling;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What both sides did, each effect with the epoch that the baton had when it was made. No key is unique, so that what happens twice is seen. */
final class MovedEffects {
    private final BatonDatabase database;
    private final String table;

    MovedEffects(BatonDatabase database) {
        this.database = database;
        this.table = database.database().table();
        database.database()
                .run("create table TABLE_effects (event_id varchar(100) not null, entity varchar(100) not null,"
                        + " queue varchar(100) not null, epoch bigint not null)");
    }

    JdbcIdempotencyStore store() {
        return JdbcIdempotencyStore.on(database.pool()).table(table + "_keys").createTables();
    }

    void add(Connection transaction, DomainEvent event, String queue, String group) throws SQLException {
        add(table, transaction, event, queue, group);
    }

    /** The same in another process, which has the name of the tables. */
    static void add(String table, Connection transaction, DomainEvent event, String queue, String group)
            throws SQLException {
        try (PreparedStatement query =
                        transaction.prepareStatement("select epoch from " + table + " where group_name = ?");
                PreparedStatement insert =
                        transaction.prepareStatement("insert into " + table + "_effects values (?, ?, ?, ?)")) {
            query.setString(1, group);
            try (ResultSet row = query.executeQuery()) {
                row.next();
                insert.setLong(4, row.getLong(1));
            }
            insert.setString(1, event.eventId());
            insert.setString(2, Outcome.entityOf(event.ids()));
            insert.setString(3, queue);
            insert.executeUpdate();
        }
    }

    long count() {
        return Long.parseLong(
                database.database().texts("select count(*) from TABLE_effects").get(0));
    }

    long count(String queue) {
        return Long.parseLong(database.database()
                .texts("select count(*) from TABLE_effects where queue = '" + queue + "'")
                .get(0));
    }

    List<String> events() {
        return database.database().texts("select event_id from TABLE_effects");
    }

    /** Effects that were made by a side which did not have the entity then. */
    List<String> onTheWrongSide(List<Entry> log, String oldQueue, String newQueue) {
        Map<Long, Double> shares = new HashMap<>();
        shares.put(0L, 0.0);
        log.forEach(entry -> shares.put(entry.epoch(), entry.percentAfter()));
        return database.database().texts("select concat(entity, ' ', epoch, ' ', queue) from TABLE_effects").stream()
                .filter(effect -> {
                    String[] words = effect.split(" ", -1);
                    double share = shares.getOrDefault(Long.parseLong(words[1]), Double.NaN);
                    boolean isOfNew = share > 0 && Sampling.percent(share).includes(words[0]);
                    return !words[2].equals(isOfNew ? newQueue : oldQueue);
                })
                .collect(Collectors.toList());
    }
}
