package dev.tidings.idempotency.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.idempotency.Claim;
import dev.tidings.idempotency.ClaimRequest;
import dev.tidings.idempotency.IdempotencyKey;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The statements for MySQL, which MariaDB understands as well. */
class MySqlLocksTest {
    private static List<ClaimRequest> requests(String... ids) {
        return Stream.of(ids)
                .map(id -> new ClaimRequest(new IdempotencyKey("billing", "shop", id), 7))
                .toList();
    }

    @Test
    void what_an_open_transaction_claims_is_busy_and_the_session_waits_as_before_afterwards() throws Exception {
        try (JdbcFixture fixture = JdbcFixture.pooled(TestDatabase.mariadb());
                Connection one = fixture.database().dataSource().getConnection();
                Connection other = fixture.database().dataSource().getConnection()) {
            Settings settings =
                    Settings.DEFAULT.withTables(new Tables(fixture.database().table()));
            Claiming claiming = new Claiming(Dialect.MYSQL.rows(settings));
            one.setAutoCommit(false);
            other.setAutoCommit(false);
            Sql.execute(other, "set session innodb_lock_wait_timeout = 17");
            claiming.claim(one, requests("a"), State.COMPLETED, Duration.ofDays(1));

            List<Claim> answers = claiming.claim(other, requests("b", "a", "c"), State.COMPLETED, Duration.ofDays(1));

            assertThat(answers).hasExactlyElementsOfTypes(Claim.Owned.class, Claim.Busy.class, Claim.Owned.class);
            assertThat(Sql.number(other, "select @@session.innodb_lock_wait_timeout"))
                    .isEqualTo(17);
            one.rollback();
            other.commit();
            assertThat(fixture.open().claimAll(requests("a", "b", "c")))
                    .hasExactlyElementsOfTypes(Claim.Owned.class, Claim.Completed.class, Claim.Completed.class);
        }
    }

    @Test
    void the_tables_have_statements_of_their_own() {
        assertThat(new Schema(new Tables("shop.handled")).ddl(Dialect.MYSQL))
                .contains("create table if not exists shop.handled (", "utf8mb4_0900_bin");
    }
}
