package dev.tidings.mirror.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidings.events.TidingsException;
import dev.tidings.mirror.Change;
import dev.tidings.owner.EntityKey;
import dev.tidings.owner.Version;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ColumnsTest {
    private static final EntityKey ENTITY = EntityKey.of("user_id", 42);

    /** A component of each kind. */
    record Everything(
            long userId,
            @Nullable String displayName,
            @Nullable Integer visits,
            @Nullable Long points,
            @Nullable Double score,
            @Nullable Boolean isActive,
            @Nullable BigDecimal balance,
            @Nullable Instant lastLogin,
            @Nullable LocalDate birthday,
            @Nullable UUID device,
            @Nullable DayOfWeek payday,
            @Nullable Map<String, List<Integer>> tags) {
        static final Everything NOTHING =
                new Everything(42, null, null, null, null, null, null, null, null, null, null, null);
    }

    /** Columns whose names are words of SQL. */
    record Reserved(String order, int group, String user, String select, String value, String key) {}

    /** What Jackson alone cannot write. */
    record Unwritable(Object thing) {}

    static List<Supplier<MirrorDatabase>> databases() {
        return MirrorDatabase.all();
    }

    private static <T extends Record> void put(JdbcMirror<T> mirror, long version, T value) {
        assertThat(mirror.apply(List.of(new Change.Put<>(ENTITY, Version.of(version), value))))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("databases")
    void each_component_has_a_column_of_its_kind_and_the_id_is_stored_once(Supplier<MirrorDatabase> databases) {
        UUID device = UUID.randomUUID();
        try (MirrorDatabase database = databases.get()) {
            JdbcMirror<Everything> mirror =
                    database.mirror(Everything.class).keyedByNumber("user_id").createTables();

            put(
                    mirror,
                    7,
                    new Everything(
                            42,
                            "Zoë '\";-- \uD83D\uDE00",
                            -1,
                            1L << 40,
                            0.1,
                            true,
                            new BigDecimal("12345678901234567890.125"),
                            Instant.parse("2026-03-29T01:30:00.123456789Z"),
                            LocalDate.of(2000, 2, 29),
                            device,
                            DayOfWeek.FRIDAY,
                            Map.of("a", List.of(1, 2))));

            assertThat(database.row("select user_id, display_name, visits, points, score, is_active, version,"
                            + " incarnation, state, tags, payday from TABLE"))
                    .containsExactly(
                            42L,
                            "Zoë '\";-- \uD83D\uDE00",
                            -1,
                            1L << 40,
                            0.1,
                            true,
                            7L,
                            0L,
                            "present",
                            "{\"a\":[1,2]}",
                            "FRIDAY");
            assertThat(database.row("select cast(birthday as char(10)), cast(device as char(36)) from TABLE"))
                    .containsExactly("2000-02-29", device.toString());
            assertThat((BigDecimal) Objects.requireNonNull(
                            database.row("select balance from TABLE").get(0)))
                    .isEqualByComparingTo("12345678901234567890.125");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "PG, extract(epoch from last_login)",
        "MARIADB, 'cast(timestampdiff(microsecond, ''1970-01-01'', last_login) as decimal(30, 6)) / 1000000'",
        "H2, extract(epoch from last_login)",
    })
    void an_instant_is_stored_to_the_microsecond_whatever_the_time_zone(String name, String seconds) {
        MirrorDatabase chosen = switch (name) {
            case "PG" -> MirrorDatabase.postgresql();
            case "MARIADB" -> MirrorDatabase.mariadb();
            default -> MirrorDatabase.h2();
        };
        try (MirrorDatabase database = chosen) {
            JdbcMirror<Login> mirror =
                    database.mirror(Login.class).keyedBy("user_id").createTables();

            put(mirror, 7, new Login(Instant.ofEpochSecond(1_774_747_800, 123_456_789)));

            assertThat(new BigDecimal(String.valueOf(
                            database.row("select " + seconds + " from TABLE").get(0))))
                    .isEqualByComparingTo("1774747800.123456");
        }
    }

    record Login(Instant lastLogin) {}

    @ParameterizedTest
    @MethodSource("databases")
    void what_is_null_is_stored_as_null_and_what_is_gone_has_no_value(Supplier<MirrorDatabase> databases) {
        String values = "select display_name, visits, points, score, is_active, balance, last_login, birthday, device,"
                + " payday, tags from TABLE";
        try (MirrorDatabase database = databases.get()) {
            JdbcMirror<Everything> mirror =
                    database.mirror(Everything.class).keyedBy("user_id").createTables();

            put(mirror, 1, Everything.NOTHING);
            assertThat(database.row(values)).containsOnlyNulls();

            put(
                    mirror,
                    2,
                    new Everything(
                            42,
                            "a",
                            1,
                            1L,
                            1.0,
                            true,
                            BigDecimal.ONE,
                            Instant.EPOCH,
                            LocalDate.EPOCH,
                            UUID.randomUUID(),
                            DayOfWeek.MONDAY,
                            Map.of()));
            assertThat(database.row(values)).doesNotContainNull();
            assertThat(mirror.apply(List.of(new Change.Missing<>(ENTITY, Version.of(2)))))
                    .isEmpty();
            assertThat(database.row(values)).containsOnlyNulls();
            assertThat(database.row("select state from TABLE")).containsExactly("missing");
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void words_of_sql_are_names_like_others(Supplier<MirrorDatabase> databases) {
        try (MirrorDatabase database = databases.get()) {
            JdbcMirror<Reserved> mirror =
                    database.mirror(Reserved.class).keyedBy("user_id").createTables();

            put(mirror, 1, new Reserved("a", 2, "c", "d", "e", "f"));
            put(mirror, 2, new Reserved("g", 3, "i", "j", "k", "l"));

            assertThat(mirror.known(List.of(ENTITY))).hasSize(1);
        }
    }

    @Test
    void what_cannot_be_written_as_json_is_named_by_its_column() {
        try (MirrorDatabase database = MirrorDatabase.h2()) {
            JdbcMirror<Unwritable> mirror =
                    database.mirror(Unwritable.class).keyedBy("user_id").createTables();

            assertThatThrownBy(() -> put(mirror, 1, new Unwritable(Instant.EPOCH)))
                    .isInstanceOf(TidingsException.class)
                    .hasMessageContainingAll("column thing", "java.time.Instant", "JSON");
            assertThat(mirror.known(List.of(ENTITY))).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "country, country",
        "countryCode, country_code",
        "userID, user_id",
        "htmlBODY, html_body",
        "parseHTMLBody, parse_html_body",
        "address2Line, address2_line",
        "country_code, country_code",
    })
    void a_components_name_becomes_snake_case(String component, String column) {
        assertThat(Names.column(component)).isEqualTo(column);
    }
}
