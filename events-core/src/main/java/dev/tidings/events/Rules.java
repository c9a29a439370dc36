package dev.tidings.events;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;

/** What an event's parts may look like. Each rule returns what it was given, or says what is wrong and what to do. */
final class Rules {
    static final int MOST_IDS = 8;
    static final int MOST_FIELDS = 100;
    static final int MOST_NAME = 64;
    static final int SHORT_STRING = 255;
    static final String FIELDS = "fields";

    // A property of type timestamp counts seconds from 1970, and ISO-8601 has four digits for the year.
    private static final Instant EARLIEST = Instant.EPOCH;
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999Z");

    private Rules() {}

    static String idName(String name) {
        if (name.equals(FIELDS)) {
            throw new IllegalArgumentException(
                    "Id name 'fields' is reserved for the names of what changed; name the id for its entity, such as 'user_id'");
        }
        boolean valid = hasLength(name, MOST_NAME) && isLetter(name.charAt(0));
        for (int i = 1; valid && i < name.length(); i++) {
            valid = isLetterOrDigit(name.charAt(i)) || name.charAt(i) == '_';
        }
        if (!valid) {
            throw new IllegalArgumentException("Id name " + Quote.of(name)
                    + " is not a letter followed by up to 63 of A-Z a-z 0-9 _; use a name such as 'user_id'");
        }
        return name;
    }

    static String id(String name, String id) {
        boolean valid = hasLength(id, MOST_NAME);
        for (int i = 0; valid && i < id.length(); i++) {
            char c = id.charAt(i);
            valid = isLetterOrDigit(c) || c == '_' || c == '.' || c == ':' || c == '-';
        }
        if (!valid) {
            throw new IllegalArgumentException(
                    "Id " + name + " is " + Quote.of(id)
                            + ", but a text id has 1 to 64 of A-Z a-z 0-9 _ . : -; an event names its entity by key and carries no values");
        }
        return id;
    }

    static Set<String> fields(Set<String> fields) {
        if (fields.size() > MOST_FIELDS) {
            throw new IllegalArgumentException("The event names " + fields.size() + " changed fields, but at most "
                    + MOST_FIELDS + " fit; name none at all to say that anything may have changed");
        }
        fields.forEach(Rules::field);
        return fields;
    }

    private static void field(String field) {
        boolean valid = hasLength(field, MOST_NAME) && (isLetter(field.charAt(0)) || field.charAt(0) == '_');
        for (int i = 1; valid && i < field.length(); i++) {
            char c = field.charAt(i);
            valid = isLetterOrDigit(c) || c == '_' || c == '.' || c == '-';
        }
        if (!valid) {
            throw new IllegalArgumentException(
                    "Field name " + Quote.of(field)
                            + " is not a letter or _ followed by up to 63 of A-Z a-z 0-9 _ . -; give the field's name, never its value");
        }
    }

    static long version(long version) {
        if (version < 0) {
            throw new IllegalArgumentException(
                    "Version " + version + " is negative; an entity's version counts upward from 0");
        }
        return version;
    }

    static Instant occurredAt(Instant time) {
        if (!isTime(time)) {
            throw new IllegalArgumentException("The event's time " + Quote.of(time.toString())
                    + " is outside the years 1970 to 9999; give the time of the change");
        }
        return time.truncatedTo(ChronoUnit.MILLIS);
    }

    static boolean isTime(Instant time) {
        return !time.isBefore(EARLIEST) && !time.isAfter(LATEST);
    }

    /** Text that travels as an AMQP short string: 1 to 255 bytes, printable. */
    static String shortString(String what, String text) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("The " + what + " is empty; give 1 to 255 printable bytes");
        }
        if (!fitsShortString(text)) {
            throw new IllegalArgumentException(
                    "The " + what + " " + Quote.of(text) + " is longer than 255 bytes in UTF-8; give a shorter one");
        }
        if (!Quote.isAllPrintable(text)) {
            throw new IllegalArgumentException("The " + what + " " + Quote.of(text)
                    + " has unprintable characters; give 1 to 255 printable bytes");
        }
        return text;
    }

    static boolean fitsShortString(String text) {
        return text.length() <= SHORT_STRING && utf8Length(text) <= SHORT_STRING;
    }

    static int utf8Length(String text) {
        int length = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            length += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
        }
        return length;
    }

    static boolean isWordCharacter(char c) {
        return isLetterOrDigit(c) || c == '_' || c == '-';
    }

    private static boolean hasLength(String text, int atMost) {
        return !text.isEmpty() && text.length() <= atMost;
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private static boolean isLetterOrDigit(char c) {
        return isLetter(c) || (c >= '0' && c <= '9');
    }
}
