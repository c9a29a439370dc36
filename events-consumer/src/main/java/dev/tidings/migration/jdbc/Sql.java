package dev.tidings.migration.jdbc;

import dev.tidings.jdbc.internal.Dialect;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** The statements, for a database and a table. */
record Sql(Dialect dialect, String table) {
    private static final List<String> KEY = List.of("comparison", "event_id", "side");
    /** Last is what the decision to replace a row is made by: MariaDB sets one column after the other. */
    private static final List<String> REST = List.of(
            "routing_key", "entity", "changed", "answer", "input_hash", "body", "took_micros", "decided_at", "result");

    private static final String COLUMNS = String.join(", ", KEY) + ", " + String.join(", ", REST);
    private static final Map<String, String> H2_TYPES =
            Map.of("took_micros", "bigint", "decided_at", "timestamp(6) with time zone");

    /** A row, unless one is there that it does not replace. Its parameters are in the order of the columns. */
    String insert() {
        String values = "?, ".repeat(KEY.size() + REST.size() - 1) + "?";
        return switch (dialect) {
            case POSTGRESQL ->
                "insert into " + table + " as had (" + COLUMNS + ") values (" + values + ") on conflict ("
                        + String.join(", ", KEY) + ") do update set " + each(column -> column + " = excluded." + column)
                        + " where had.result = 'failed' and excluded.result = 'effect'";
            case MARIADB ->
                "insert into " + table + " (" + COLUMNS + ") values (" + values + ") on duplicate key update "
                        + each(column -> column + " = if(result = 'failed' and values(result) = 'effect', values("
                                + column + "), " + column + ")");
            case H2 -> merge();
        };
    }

    private String merge() {
        String values = List.of(COLUMNS.split(", ")).stream()
                .map(column -> "cast(? as " + H2_TYPES.getOrDefault(column, "varchar") + ")")
                .collect(Collectors.joining(", "));
        return "merge into " + table + " had using (values (" + values + ")) more (" + COLUMNS
                + ") on had.comparison = more.comparison and had.event_id = more.event_id and had.side = more.side"
                + " when matched and had.result = 'failed' and more.result = 'effect' then update set "
                + each(column -> column + " = more." + column) + " when not matched then insert (" + COLUMNS
                + ") values (more." + COLUMNS.replace(", ", ", more.") + ")";
    }

    private static String each(UnaryOperator<String> assignment) {
        return REST.stream().map(assignment).collect(Collectors.joining(", "));
    }

    /** Parameters: the comparison, the event before, and how many. */
    String next() {
        return "select " + COLUMNS + " from " + table
                + " where comparison = ? and event_id > ? order by comparison, event_id, side limit ?";
    }

    /** Events of which no outcome is as young as this. Parameters: the time, twice, and how many. */
    String old() {
        return "select comparison, event_id from " + table + " had where decided_at < ? and not exists (select 1 from "
                + table + " more where more.comparison = had.comparison and more.event_id = had.event_id"
                + " and more.decided_at >= ?) limit ?";
    }

    /** Parameters: the comparison, the event, and the time. */
    String delete() {
        return "delete from " + table + " where comparison = ? and event_id = ? and decided_at < ?";
    }
}
