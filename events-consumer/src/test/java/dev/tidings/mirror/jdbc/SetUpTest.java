package dev.tidings.mirror.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidings.consumer.UnavailableException;
import dev.tidings.events.TidingsException;
import dev.tidings.mirror.Change;
import dev.tidings.owner.EntityKey;
import dev.tidings.owner.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

/** What is wrong with the table, the record or the database is said in words. */
class SetUpTest {
    private static final PGSimpleDataSource NOWHERE = nowhere();
    private static final EntityKey ENTITY = EntityKey.of("user_id", 42);

    record Profile(String name, String city) {}

    record Versioned(String name, long version) {}

    record Alike(String userName, String user_name) {}

    record Dollar(String price$) {}

    private static PGSimpleDataSource nowhere() {
        PGSimpleDataSource nowhere = new PGSimpleDataSource();
        nowhere.setURL("jdbc:postgresql://127.0.0.1:1/test");
        nowhere.setUser("postgres");
        nowhere.setPassword("swordfish");
        return nowhere;
    }

    static List<Supplier<MirrorDatabase>> databases() {
        return MirrorDatabase.all();
    }

    private static JdbcMirror<Profile> mirror() {
        return JdbcMirror.table("profiles", Profile.class, NOWHERE);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void a_missing_table_is_named_with_the_way_to_make_it(Supplier<MirrorDatabase> databases) {
        try (MirrorDatabase database = databases.get()) {
            JdbcMirror<Profile> mirror = database.mirror(Profile.class).keyedBy("user_id");

            assertThatThrownBy(mirror::check)
                    .isInstanceOf(TidingsException.class)
                    .hasMessageContainingAll(database.table(), "createTables()", "ddl()");
            assertThatThrownBy(() -> mirror.known(List.of(ENTITY))).hasMessageContaining("createTables()");

            mirror.createTables().check();
            mirror.createTables().check();
            assertThat(mirror.known(List.of(ENTITY))).isEmpty();

            database.run("drop table TABLE");
            assertThatThrownBy(() -> mirror.known(List.of(ENTITY))).hasMessageContaining("createTables()");
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void a_missing_column_is_named_with_the_way_to_add_it(Supplier<MirrorDatabase> databases) {
        try (MirrorDatabase database = databases.get()) {
            JdbcMirror<Profile> mirror =
                    database.mirror(Profile.class).keyedBy("user_id").createTables();
            database.run("alter table TABLE drop column city");

            assertThatThrownBy(() ->
                            database.mirror(Profile.class).keyedBy("user_id").createTables())
                    .isInstanceOf(TidingsException.class)
                    .hasMessageContainingAll(database.table(), "has no column city", "alter table");

            String message = messageOf(
                    () -> database.mirror(Profile.class).keyedBy("user_id").check());
            database.run(message.substring(message.indexOf("alter table")));
            database.mirror(Profile.class).keyedBy("user_id").check();
            assertThat(mirror.apply(put(new Profile("Zoë", "Bern")))).isEmpty();
        }
    }

    private static String messageOf(Runnable failing) {
        try {
            failing.run();
        } catch (TidingsException e) {
            return String.valueOf(e.getMessage());
        }
        throw new AssertionError("it did not fail");
    }

    private static List<Change<Profile>> put(Profile profile) {
        return List.of(new Change.Put<>(ENTITY, Version.of(7), profile));
    }

    @ParameterizedTest
    @MethodSource("databases")
    void columns_that_others_have_added_are_left_alone(Supplier<MirrorDatabase> databases) {
        try (MirrorDatabase database = databases.get()) {
            JdbcMirror<Profile> mirror =
                    database.mirror(Profile.class).keyedBy("user_id").createTables();
            database.run("alter table TABLE add column note varchar(10) default 'ours'");
            mirror.check();

            assertThat(mirror.apply(put(new Profile("Zoë", "Bern")))).isEmpty();

            assertThat(database.row("select name, note from TABLE")).containsExactly("Zoë", "ours");
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void many_may_make_the_table_at_the_same_time(Supplier<MirrorDatabase> databases) throws Exception {
        try (MirrorDatabase database = databases.get()) {
            ExecutorService executor = Executors.newFixedThreadPool(4);
            List<Callable<JdbcMirror<Profile>>> makers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                makers.add(
                        () -> database.mirror(Profile.class).keyedBy("user_id").createTables());
            }
            List<Future<JdbcMirror<Profile>>> made = executor.invokeAll(makers);
            executor.shutdown();

            for (Future<JdbcMirror<Profile>> each : made) {
                each.get().check();
            }
        }
    }

    @Test
    void a_database_that_cannot_be_reached_is_unavailable_and_no_password_is_told() {
        assertThatThrownBy(() -> mirror().keyedBy("user_id").known(List.of(ENTITY)))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("the mirror's table profiles could not be read")
                .satisfies(failure -> assertThat(failure.toString()).doesNotContain("swordfish"));
        assertThat(mirror().keyedBy("user_id")).hasToString("copies in the table profiles, keyed by [user_id]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "x; drop table y", "a.b.c", "1a", "a\"b", "a`b", "a'b", "a b", "größe", "a\n"})
    void names_that_are_none_are_refused(String hostile) {
        assertThatThrownBy(() -> JdbcMirror.table(hostile, Profile.class, NOWHERE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cannot be the name of a mirror's table");
        assertThatThrownBy(() -> mirror().keyedBy(hostile))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cannot be the name of a mirror's column");
        assertThatThrownBy(() -> mirror().keyedByNumber("user_id", hostile))
                .hasMessageContaining("cannot be the name of a mirror's column");
    }

    @Test
    void columns_that_would_mean_two_things_are_refused() {
        assertThatThrownBy(() -> JdbcMirror.table("t", Versioned.class, NOWHERE))
                .hasMessageContainingAll("column version", "the mirror's own", "@JsonProperty(\"version\")");
        assertThatThrownBy(() -> JdbcMirror.table("t", Alike.class, NOWHERE))
                .hasMessageContainingAll("userName", "user_name", "rename one of them");
        assertThatThrownBy(() -> JdbcMirror.table("t", Dollar.class, NOWHERE)).hasMessageContaining("price$");
        assertThatThrownBy(() -> mirror().keyedBy("a", "a")).hasMessageContaining("keyed by a twice");
        assertThatThrownBy(() -> mirror().keyedBy("state")).hasMessageContaining("the mirror's own");
    }

    @Test
    void a_table_without_a_key_and_an_entity_with_other_ids_are_refused() {
        try (MirrorDatabase database = MirrorDatabase.h2()) {
            assertThatThrownBy(() -> database.mirror(Profile.class).createTables())
                    .hasMessageContainingAll(database.table(), "has no key", "keyedBy(\"user_id\")");
            JdbcMirror<Profile> mirror =
                    database.mirror(Profile.class).keyedByNumber("user_id").createTables();

            assertThatThrownBy(() -> mirror.known(List.of(EntityKey.of("order_id", 1))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll("order_id", "keyed by [user_id]");
            assertThatThrownBy(() -> mirror.known(List.of(new EntityKey(Map.of("user_id", "1", "shop", "2")))))
                    .hasMessageContaining("has other ids");
            for (String id : List.of("042", "x", "-0", "99999999999999999999")) {
                assertThatThrownBy(() -> mirror.known(List.of(EntityKey.of("user_id", id))))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContainingAll(id, "use keyedBy");
            }
        }
    }

    @Test
    void a_value_that_the_database_cannot_hold_fails_all_that_was_to_be_written_with_it() {
        try (MirrorDatabase database = MirrorDatabase.postgresql()) {
            JdbcMirror<Profile> mirror =
                    database.mirror(Profile.class).keyedBy("user_id").createTables();
            List<Change<Profile>> changes = new ArrayList<>(put(new Profile("a", "b")));
            changes.add(new Change.Put<>(EntityKey.of("user_id", 43), Version.of(1), new Profile("\0", "b")));

            assertThatThrownBy(() -> mirror.apply(changes))
                    .isInstanceOf(TidingsException.class)
                    .hasMessageContaining("the mirror's table " + database.table() + " could not be written");

            assertThat(mirror.known(List.of(ENTITY))).isEmpty();
            assertThat(mirror.apply(changes.subList(0, 1))).isEmpty();
        }
    }

    @Test
    void two_changes_of_one_entity_at_once_are_refused() {
        List<Change<Profile>> twice = new ArrayList<>(put(new Profile("a", "b")));
        twice.add(new Change.Removed<>(ENTITY, Version.of(8)));

        assertThatThrownBy(() -> mirror().keyedBy("user_id").apply(twice))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("two changes of {user_id=42}");
    }
}
