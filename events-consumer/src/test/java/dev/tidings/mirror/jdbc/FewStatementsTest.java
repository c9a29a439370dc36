package dev.tidings.mirror.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.mirror.Change;
import dev.tidings.owner.EntityKey;
import dev.tidings.owner.Version;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** How often the database is asked. */
class FewStatementsTest {
    private final Statements statements = new Statements();

    record Profile(String name, long visits) {}

    private static List<Change<Profile>> changes(long version, int many) {
        return LongStream.range(0, many)
                .<Change<Profile>>mapToObj(i -> new Change.Put<>(
                        EntityKey.of("user_id", i), Version.of(version), new Profile("name " + i, version)))
                .toList();
    }

    private JdbcMirror<Profile> mirror(MirrorDatabase database) {
        JdbcMirror<Profile> mirror = JdbcMirror.table(
                        database.table(), Profile.class, statements.counted(database.dataSource()))
                .keyedBy("user_id")
                .createTables();
        mirror.check();
        int unused = statements.executed();
        return mirror;
    }

    @Test
    void on_postgresql_a_hundred_changes_are_one_statement() {
        try (MirrorDatabase database = MirrorDatabase.postgresql()) {
            JdbcMirror<Profile> mirror = mirror(database);

            assertThat(mirror.apply(changes(1, 100))).isEmpty();
            assertThat(statements.executed()).isEqualTo(1);
            assertThat(mirror.apply(changes(2, 150))).isEmpty();
            assertThat(statements.executed()).isEqualTo(1);
            assertThat(mirror.apply(changes(1, 100))).hasSize(100);
            assertThat(statements.executed()).isEqualTo(1);
        }
    }

    @Test
    void on_mariadb_they_are_a_query_and_a_batch_for_each_of_old_and_new_ones() {
        try (MirrorDatabase database = MirrorDatabase.mariadb()) {
            JdbcMirror<Profile> mirror = mirror(database);

            assertThat(mirror.apply(changes(1, 100))).isEmpty();
            assertThat(statements.executed()).isEqualTo(2);
            assertThat(mirror.apply(changes(2, 150))).isEmpty();
            assertThat(statements.executed()).isEqualTo(3);
            assertThat(mirror.apply(changes(1, 100))).hasSize(100);
            assertThat(statements.executed()).isEqualTo(1);
        }
    }

    @Test
    void five_hundred_are_known_by_one_query() {
        try (MirrorDatabase database = MirrorDatabase.postgresql()) {
            JdbcMirror<Profile> mirror = mirror(database);
            List<EntityKey> entities =
                    changes(1, 501).stream().map(Change::entity).toList();

            assertThat(mirror.known(entities.subList(0, 500))).isEmpty();
            assertThat(statements.executed()).isEqualTo(1);
            assertThat(mirror.known(entities)).isEmpty();
            assertThat(statements.executed()).isEqualTo(2);
        }
    }
}
