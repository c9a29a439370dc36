package dev.tidings.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.events.Exchange;
import dev.tidings.outbox.OutboxTable.State;
import dev.tidings.publisher.EventPublisher;
import dev.tidings.publisher.internal.PublisherSettings;
import java.sql.Connection;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** PostgreSQL's statistics are from when all was published, and then a backlog comes. */
class OldStatisticsTest {
    private static final int ROWS = 20_000;
    private static final int MARKED = 100;
    /** From then on the driver has the server keep the plan. */
    private static final int PREPARED = 20;

    @Test
    void marking_reads_the_rows_that_it_marks_and_not_the_backlog() throws Exception {
        String exchange = "old-statistics";
        try (TestDatabase database = TestDatabase.postgresql()) {
            EventPublisher.to(exchange)
                    .outbox(database.dataSource())
                    .table(database.table())
                    .createTables();
            OutboxTable table = new OutboxTable(
                    OutboxSettings.of(PublisherSettings.to(Exchange.topic(exchange)), database.dataSource())
                            .withTable(database.table()));
            database.run(rows(exchange, 1));
            database.run("vacuum analyze TABLE");
            database.run(rows(exchange, 0));

            try (Connection connection = database.dataSource().getConnection()) {
                connection.setAutoCommit(false);
                for (int i = 0; i < PREPARED; i++) {
                    table.mark(connection, Dialect.POSTGRESQL, State.PUBLISHED, backlog(i));
                }
                assertThat(read(connection, database.table())).isBetween(1L, 3L * MARKED * PREPARED);
                connection.commit();
            }
            assertThat(database.number("select count(*) from TABLE where state = 0"))
                    .isEqualTo(ROWS - MARKED * PREPARED);
        }
    }

    private static String rows(String exchange, int state) {
        return "insert into TABLE (exchange, slot, entity, event_id, routing_key, properties, body, state, settled_at)"
                + " select '" + exchange + "', 0, i, i, 'user.created', '{}', '{}', " + state
                + ", current_timestamp from generate_series(1, " + ROWS + ") i";
    }

    private static List<Long> backlog(int page) {
        long first = ROWS + 1L + (long) page * MARKED;
        return LongStream.range(first, first + MARKED).boxed().toList();
    }

    /** The rows that this transaction has fetched by an index. */
    private static long read(Connection connection, String table) throws Exception {
        String sql = "select idx_tup_fetch from pg_stat_xact_user_tables where relname = '" + table + "'";
        try (var statement = connection.createStatement();
                var result = statement.executeQuery(sql)) {
            return result.next() ? result.getLong(1) : -1;
        }
    }
}
