package dev.tidings.bench.peers;

import dev.tidings.bench.Site;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;

/**
 * The relay of an outbox that a careful user writes: takes a thousand rows that no other poller has, publishes them all, and when all are
 * confirmed deletes them in one statement. It keeps no order between pollers.
 */
public final class Poller {
    /** A full window. */
    private static final int BATCH = Site.WINDOW;

    public static final String TABLE = "bench_poller";

    private static final String CREATE = "create table bench_poller (id bigserial primary key,"
            + " routing_key varchar(255) not null, message_id varchar(100) not null, body bytea not null)";
    private static final String INSERT = "insert into bench_poller (routing_key, message_id, body) values (?, ?, ?)";
    private static final String TAKE = "select id, routing_key, message_id, body from bench_poller order by id limit "
            + BATCH + " for update skip locked";
    private static final String DELETE = "delete from bench_poller where id = any (?)";

    private final DataSource database;
    private final BarePublisher publisher;
    private final String exchange;

    /** On a table of its own, which must not be there. */
    public Poller(DataSource database, BarePublisher publisher, String exchange) throws SQLException {
        this.database = database;
        this.publisher = publisher;
        this.exchange = exchange;
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(CREATE);
        }
    }

    public void store(int events) throws SQLException {
        try (Connection transaction = database.getConnection();
                PreparedStatement insert = transaction.prepareStatement(INSERT)) {
            transaction.setAutoCommit(false);
            for (int i = 1; i <= events; i++) {
                insert.setString(1, Site.TYPE);
                insert.setString(2, UUID.randomUUID().toString());
                insert.setBytes(3, Site.body(i));
                insert.addBatch();
                if (i % BATCH == 0 || i == events) {
                    int[] unused = insert.executeBatch();
                }
            }
            transaction.commit();
        }
    }

    /** Publishes all that waits. */
    public void relayAll() throws Exception {
        try (Connection transaction = database.getConnection()) {
            transaction.setAutoCommit(false);
            int taken = BATCH;
            while (taken == BATCH) {
                taken = relay(transaction);
            }
        }
    }

    private int relay(Connection transaction) throws Exception {
        List<Long> ids = new ArrayList<>(BATCH);
        try (PreparedStatement take = transaction.prepareStatement(TAKE);
                ResultSet rows = take.executeQuery()) {
            while (rows.next()) {
                ids.add(rows.getLong(1));
                publisher.publish(
                        exchange,
                        rows.getString(2),
                        BareMessages.recognisable(rows.getString(3)).build(),
                        rows.getBytes(4));
            }
        }
        publisher.awaitAll();
        try (PreparedStatement delete = transaction.prepareStatement(DELETE)) {
            delete.setArray(1, transaction.createArrayOf("bigint", ids.toArray()));
            delete.executeUpdate();
        }
        transaction.commit();
        return ids.size();
    }
}
