package dev.tidings.migration.shadow;

import dev.tidings.consumer.NotYetException;
import dev.tidings.consumer.UnavailableException;
import dev.tidings.jdbc.internal.Failures;
import java.sql.SQLException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What failures of handlers mean, and how they are told. */
final class Reasons {
    /** Deeper causes are not looked for: a chain may be a circle. */
    private static final int DEEPEST = 20;

    private static final Pattern SECRET = Pattern.compile(
            "(?i)((?:password|passwd|pwd|passphrase|secret|token|api[_-]?key|access[_-]?key|authorization|credentials?)[\"']?\\s*[=:]\\s*(?:bearer\\s+|basic\\s+)?)(\"[^\"]*\"|'[^']*'|[^\\s,;&\"')}]+)");
    private static final Pattern SCHEME = Pattern.compile("(?i)\\b(bearer|basic)\\s+[A-Za-z0-9._~+/=-]{8,}");
    private static final Pattern USER = Pattern.compile("://[^/\\s@]+@");

    private Reasons() {}

    /** Class and the message's first line, without what may be a secret. Databases tell the values of rows in the lines after. */
    static String of(Throwable failure) {
        @Nullable String message = failure.getMessage();
        String name = failure.getClass().getSimpleName();
        String words = name.isEmpty() ? failure.getClass().getName() : name;
        return message == null || message.isBlank()
                ? words
                : words + ": "
                        + withoutSecrets(message.strip().lines().findFirst().orElse(""));
    }

    private static String withoutSecrets(String message) {
        String named = SECRET.matcher(message).replaceAll("$1***");
        String schemes = SCHEME.matcher(named).replaceAll("$1 ***");
        return USER.matcher(schemes).replaceAll("://***@");
    }

    /** Whether it says nothing of the event, which comes again: something does not work for now, or the handler was interrupted. */
    static boolean isNoOutcome(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < DEEPEST; depth++) {
            if (cause instanceof UnavailableException
                    || cause instanceof NotYetException
                    || cause instanceof InterruptedException
                    || (cause instanceof SQLException sql && Failures.isOutage(sql))) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    /** Whether the database asks to do the same again. */
    static boolean isContention(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < DEEPEST; depth++) {
            if (cause instanceof SQLException sql && Failures.isContention(sql) && !isConstraint(sql)) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    private static boolean isConstraint(SQLException failure) {
        return String.valueOf(failure.getSQLState()).startsWith("23");
    }
}
