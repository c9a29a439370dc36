package dev.tidings.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.broker.Broker;
import dev.tidings.events.DomainEvent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The statements that the page on the outbox shows, run on the databases that it names. */
class DocumentedSqlTest {
    private static final Path PAGE = Path.of("..", "docs", "outbox.md");
    private static final Pattern SQL = Pattern.compile("```sql\\n(.*?)```", Pattern.DOTALL);
    private static final String EXCHANGE = "documented";

    @ParameterizedTest
    @CsvSource({"postgresql, MariaDB", "mariadb, PostgreSQL"})
    void each_statement_says_what_the_page_says(String name, String other) throws Exception {
        DomainEvent aside = Ledger.event(1);
        DomainEvent old = Ledger.event(2);
        DomainEvent pending = Ledger.event(3);
        try (TestDatabase database = TestDatabase.named(name);
                Broker nowhere = Broker.connect("amqp://localhost:1");
                Connection connection = database.dataSource().getConnection()) {
            JdbcOutbox outbox = Ledger.outbox(database.dataSource(), database.table(), EXCHANGE)
                    .createTables();
            connection.setAutoCommit(false);
            for (DomainEvent event : List.of(aside, old, pending)) {
                outbox.publish(connection, event);
            }
            connection.commit();
            database.run("update TABLE set state = 3, reason = 'refused', settled_at = stored_at where event_id = '"
                    + aside.eventId() + "'");
            database.run("update TABLE set stored_at = timestamp '2026-10-01 00:00:00' where event_id = '"
                    + old.eventId() + "'");
            List<String> statements = statements(database, other);
            assertThat(statements).hasSize(4);
            try (Relay relay = outbox.relay(nowhere)) {
                assertThat(relay.flush().any()).isFalse();

                List<String> backlog = only(connection, statements.get(0));
                assertThat(backlog.subList(0, 2)).containsExactly(EXCHANGE, "2");
                assertThat(Double.parseDouble(backlog.get(2))).isGreaterThan(86_400);
                assertThat(only(connection, statements.get(1))).startsWith(aside.eventId(), "user.created", "refused");
                List<String> leases = only(connection, statements.get(2));
                assertThat(leases.get(0)).isEqualTo(EXCHANGE);
                assertThat(leases.get(2)).isEqualTo(String.valueOf(Entity.SLOTS));
                try (Statement update = connection.createStatement()) {
                    assertThat(update.executeUpdate(statements.get(3))).isEqualTo(1);
                }
                connection.commit();
            }
            assertThat(database.number("select count(*) from TABLE where state = 1 and event_id = '" + old.eventId()
                            + "' and settled_at is not null"))
                    .isEqualTo(1);
            assertThat(database.number("select count(*) from TABLE where state = 0"))
                    .isEqualTo(1);
        }
    }

    /** Without those whose comment names the other database. */
    private static List<String> statements(TestDatabase database, String other) throws Exception {
        return SQL.matcher(Files.readString(PAGE))
                .results()
                .map((MatchResult block) -> block.group(1))
                .flatMap(block -> Stream.of(block.split(";\n", -1)))
                .filter(statement -> !statement.isBlank() && !statement.contains(other))
                .map(new Tables(database.table())::in)
                .toList();
    }

    /** The columns of the one row. */
    private static List<String> only(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            assertThat(result.next()).as(query).isTrue();
            List<String> columns = new ArrayList<>();
            for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                columns.add(result.getString(i));
            }
            assertThat(result.next()).as(query).isFalse();
            return columns;
        }
    }
}
