package dev.tidings.migration;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What counts as the same. Paths are as {@link Difference#rulePath} has them. */
record Rules(Set<String> ignored, Set<String> unordered, Map<String, BigDecimal> numbers, Map<String, Duration> times) {
    /** Beyond so many digits before or after the point a difference is not computed: it could need all memory. */
    private static final int MOST_DIGITS = 1_000;

    static final Rules NONE = new Rules(Set.of(), Set.of(), Map.of(), Map.of());

    Rules {
        ignored = Set.copyOf(ignored);
        unordered = Set.copyOf(unordered);
        numbers = Map.copyOf(numbers);
        times = Map.copyOf(times);
    }

    Rules ignoring(String path) {
        return new Rules(with(ignored, path), unordered, numbers, times);
    }

    Rules ignoringOrder(String path) {
        return new Rules(ignored, with(unordered, path), numbers, times);
    }

    Rules within(String path, BigDecimal tolerance) {
        return new Rules(ignored, unordered, with(numbers, path, tolerance), times);
    }

    Rules within(String path, Duration tolerance) {
        return new Rules(ignored, unordered, numbers, with(times, path, tolerance));
    }

    private static Set<String> with(Set<String> paths, String path) {
        Set<String> more = new HashSet<>(paths);
        more.add(checked(path));
        return more;
    }

    private static <T> Map<String, T> with(Map<String, T> tolerances, String path, T tolerance) {
        Map<String, T> more = new HashMap<>(tolerances);
        more.put(checked(path), tolerance);
        return more;
    }

    private static String checked(String path) {
        if (path.isBlank() || path.matches(".*\\[\\d+].*")) {
            throw new IllegalArgumentException(
                    "'" + path
                            + "' is no path of a rule; name fields with dots between, and [] for every element of an array: lines[].price");
        }
        return path;
    }

    /** Whether two values that are neither both objects nor both arrays are the same. */
    boolean isSame(String path, JsonNode one, JsonNode other) {
        if (one.isNumber() && other.isNumber()) {
            return isSame(one.decimalValue(), other.decimalValue(), numbers.get(path));
        }
        return one.equals(other) || isSame(one, other, times.get(path));
    }

    private static boolean isSame(BigDecimal one, BigDecimal other, @Nullable BigDecimal tolerance) {
        if (one.compareTo(other) == 0) {
            return true;
        }
        return tolerance != null
                && hasFewDigits(one)
                && hasFewDigits(other)
                && one.subtract(other).abs().compareTo(tolerance) <= 0;
    }

    private static boolean hasFewDigits(BigDecimal number) {
        return Math.abs((long) number.scale()) + number.precision() <= MOST_DIGITS;
    }

    private static boolean isSame(JsonNode one, JsonNode other, @Nullable Duration tolerance) {
        if (tolerance == null || !one.isTextual() || !other.isTextual()) {
            return false;
        }
        try {
            Duration apart = Duration.between(time(one), time(other)).abs();
            return apart.compareTo(tolerance) <= 0;
        } catch (DateTimeException e) {
            // No times: they are only the same if they are equal.
            return false;
        }
    }

    private static Instant time(JsonNode text) {
        return OffsetDateTime.parse(text.textValue()).toInstant();
    }
}
