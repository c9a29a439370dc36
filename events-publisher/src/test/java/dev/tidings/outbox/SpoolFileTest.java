package dev.tidings.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidings.events.TidingsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a kill after any of many commits leaves in the file. */
class SpoolFileTest {
    private static final String NAME = "spool.mv.db";
    private static final int COMMITS = 40;
    private static final String TABLE = "create table event (id bigint primary key, body varchar)";

    private final long seed = Long.getLong("tidings.seed", new Random().nextLong());
    private final Random random = new Random(seed);
    private final List<Long> committed = new ArrayList<>();

    @TempDir
    Path directory;

    @TempDir
    Path killed;

    @Test
    void each_commit_is_found_after_a_kill_while_room_of_the_file_is_used_again() throws Exception {
        System.out.printf("killed file: tidings.seed=%d%n", seed);
        try (SpoolFile file = SpoolFile.in(directory, 1)) {
            Sql.run(file.dataSource(), "", connection -> Sql.update(connection, TABLE));
        }
        for (long opened = 0; opened < 3; opened++) {
            try (SpoolFile file = SpoolFile.in(directory, 1);
                    Connection connection = file.dataSource().getConnection()) {
                // Else room is used again only after 45 s, or when a file that a kill left is opened.
                Sql.update(connection, "set retention_time 0");
                for (long commit = 0; commit < COMMITS; commit++) {
                    change(connection, opened * COMMITS + commit);
                    assertThat(leftByAKill())
                            .as("open %d, commit %d, seed %d", opened, commit, seed)
                            .isEqualTo(committed);
                }
            }
        }
    }

    @Test
    void a_file_that_h2_cannot_read_is_named_and_the_lock_is_given_back() throws Exception {
        Path damaged = Files.writeString(directory.resolve(NAME), "no header");
        for (int attempt = 0; attempt < 2; attempt++) {
            assertThatThrownBy(() -> SpoolFile.in(directory, 1))
                    .isInstanceOf(TidingsException.class)
                    .hasMessageContaining(damaged.toString())
                    .hasMessageContaining("cannot be read");
        }
    }

    private void change(Connection connection, long id) throws SQLException {
        if (committed.size() < 4 || random.nextBoolean()) {
            Sql.update(connection, "insert into event values (?, ?)", id, "x".repeat(random.nextInt(8_000)));
            committed.add(id);
        } else {
            Sql.update(connection, "delete from event where id = ?", committed.remove(0));
        }
    }

    /** Nothing writes to the file between two commits, so a copy is what a kill would leave. */
    private List<Long> leftByAKill() throws Exception {
        Files.copy(directory.resolve(NAME), killed.resolve(NAME), StandardCopyOption.REPLACE_EXISTING);
        List<Long> found = new ArrayList<>();
        try (SpoolFile file = SpoolFile.in(killed, 1);
                Connection connection = file.dataSource().getConnection();
                ResultSet result = connection.createStatement().executeQuery("select id from event order by id")) {
            while (result.next()) {
                found.add(result.getLong(1));
            }
        }
        return found;
    }
}
