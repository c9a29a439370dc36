package dev.tidings.bench.stores;

import dev.tidings.bench.rig.Postgres;
import dev.tidings.events.DomainEvent;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;

/** The table with a row for each event that was handled, which is what handlers do. */
final class Effects {
    static final String INSERT = "insert into bench_effect (user_id, event_id) values (?, ?)";

    private Effects() {}

    static void create(DataSource database) throws SQLException {
        drop(database);
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create table bench_effect (user_id bigint not null, event_id varchar(100) not null)");
        }
    }

    static void drop(DataSource database) throws SQLException {
        Postgres.drop(database, "bench_effect");
    }

    static void insert(DomainEvent event, Connection transaction) throws SQLException {
        try (PreparedStatement statement = transaction.prepareStatement(INSERT)) {
            bind(statement, event);
            statement.executeUpdate();
        }
    }

    static void insert(List<DomainEvent> events, Connection transaction) throws SQLException {
        try (PreparedStatement statement = transaction.prepareStatement(INSERT)) {
            for (DomainEvent event : events) {
                bind(statement, event);
                statement.addBatch();
            }
            int[] unused = statement.executeBatch();
        }
    }

    private static void bind(PreparedStatement statement, DomainEvent event) throws SQLException {
        statement.setLong(1, event.longId("user_id"));
        statement.setString(2, event.eventId());
    }
}
