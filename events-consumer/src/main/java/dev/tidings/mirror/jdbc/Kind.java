package dev.tidings.mirror.jdbc;

import dev.tidings.jdbc.internal.Dialect;
import java.math.BigDecimal;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.UUID;

/** What a column holds, and its type on each database. */
enum Kind {
    KEY(Types.VARCHAR, "varchar(64) collate \"C\"", "varchar(64)", "varchar(64)"),
    STATE(Types.VARCHAR, "varchar(7)", "varchar(7)", "varchar(7)"),
    TEXT(Types.VARCHAR, "text", "longtext", "varchar"),
    INTEGER(Types.INTEGER, "integer", "integer", "integer"),
    BIGINT(Types.BIGINT, "bigint", "bigint", "bigint"),
    DOUBLE(Types.DOUBLE, "double precision", "double", "double precision"),
    BOOLEAN(Types.BOOLEAN, "boolean", "boolean", "boolean"),
    DECIMAL(Types.NUMERIC, "numeric", "decimal(65, 30)", "decfloat"),
    TIME(Types.TIMESTAMP_WITH_TIMEZONE, "timestamp with time zone", "datetime(6)", "timestamp(6) with time zone"),
    DATE(Types.DATE, "date", "date", "date"),
    UUID(Types.OTHER, "uuid", "char(36)", "uuid"),
    ENUM(Types.VARCHAR, "text", "varchar(255)", "varchar"),
    JSON(Types.VARCHAR, "text", "longtext", "varchar");

    private static final Map<Class<?>, Kind> BY_TYPE = Map.ofEntries(
            Map.entry(String.class, TEXT),
            Map.entry(byte.class, INTEGER),
            Map.entry(Byte.class, INTEGER),
            Map.entry(short.class, INTEGER),
            Map.entry(Short.class, INTEGER),
            Map.entry(int.class, INTEGER),
            Map.entry(Integer.class, INTEGER),
            Map.entry(long.class, BIGINT),
            Map.entry(Long.class, BIGINT),
            Map.entry(float.class, DOUBLE),
            Map.entry(Float.class, DOUBLE),
            Map.entry(double.class, DOUBLE),
            Map.entry(Double.class, DOUBLE),
            Map.entry(boolean.class, BOOLEAN),
            Map.entry(Boolean.class, BOOLEAN),
            Map.entry(BigDecimal.class, DECIMAL),
            Map.entry(Instant.class, TIME),
            Map.entry(LocalDate.class, DATE),
            Map.entry(UUID.class, UUID));

    private final int sqlType;
    private final String postgresql;
    private final String mariadb;
    private final String h2;

    Kind(int sqlType, String postgresql, String mariadb, String h2) {
        this.sqlType = sqlType;
        this.postgresql = postgresql;
        this.mariadb = mariadb;
        this.h2 = h2;
    }

    /** What has no column type of its own is JSON. */
    static Kind of(Class<?> type) {
        return type.isEnum() ? ENUM : BY_TYPE.getOrDefault(type, JSON);
    }

    /** One of {@link Types}. */
    int sqlType() {
        return sqlType;
    }

    String on(Dialect dialect) {
        return switch (dialect) {
            case POSTGRESQL -> postgresql;
            case MARIADB -> mariadb;
            case H2 -> h2;
        };
    }

    /** As all databases can hold it: times to the microsecond. */
    Object stored(Object component) {
        return switch (this) {
            case INTEGER -> ((Number) component).intValue();
            case DOUBLE -> ((Number) component).doubleValue();
            case TIME -> ((Instant) component).truncatedTo(ChronoUnit.MICROS);
            case ENUM -> ((Enum<?>) component).name();
            case JSON -> Json.text(component);
            default -> component;
        };
    }
}
