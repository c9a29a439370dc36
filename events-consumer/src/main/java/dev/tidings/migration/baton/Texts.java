package dev.tidings.migration.baton;

import java.time.Duration;
import java.util.Locale;

/** Words for people. */
final class Texts {
    private Texts() {}

    static String words(Enum<?> value) {
        return name(value).replace('_', ' ');
    }

    /** For a machine. */
    static String name(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    static String side(Instance instance) {
        return instance.side().map(Texts::name).orElse("none");
    }

    /** Such as {@code 0.3 s}, {@code 12 s}, {@code 5 min}, {@code 3 h}, {@code 2 days}. */
    static String words(Duration time) {
        if (time.toMillis() < 10_000) {
            return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1_000.0);
        }
        if (time.toSeconds() < 120) {
            return time.toSeconds() + " s";
        }
        if (time.toMinutes() < 120) {
            return time.toMinutes() + " min";
        }
        return time.toHours() < 48 ? time.toHours() + " h" : time.toDays() + " days";
    }

    static String percent(double percent) {
        return State.percentWords((int) Math.round(percent * State.ALL / 100));
    }
}
