package dev.tidings.events;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.concurrent.TimeUnit;

/**
 * Times as text, {@code 2026-01-31T12:00:00.000Z}. Every event has one, and the JDK's formatter takes longer than all else that reading an
 * event takes; so the usual form is written and read digit by digit, and only others are left to it.
 */
final class IsoTime {
    private static final DateTimeFormatter MILLIS =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter();
    private static final String FORM = "dddd-dd-ddTdd:dd:dd.dddZ";
    private static final Instant FIRST = Instant.parse("0000-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999Z");

    private IsoTime() {}

    /** With milliseconds; what is finer is cut off. */
    static String write(Instant time) {
        if (time.isBefore(FIRST) || time.isAfter(LAST)) {
            return MILLIS.format(time);
        }
        LocalDateTime fields = LocalDateTime.ofEpochSecond(time.getEpochSecond(), 0, ZoneOffset.UTC);
        char[] text = FORM.toCharArray();
        put(fields.getYear(), text, 0, 4);
        put(fields.getMonthValue(), text, 5, 7);
        put(fields.getDayOfMonth(), text, 8, 10);
        put(fields.getHour(), text, 11, 13);
        put(fields.getMinute(), text, 14, 16);
        put(fields.getSecond(), text, 17, 19);
        put((int) TimeUnit.NANOSECONDS.toMillis(time.getNano()), text, 20, 23);
        return new String(text);
    }

    private static void put(int number, char[] text, int from, int to) {
        int rest = number;
        for (int i = to - 1; i >= from; i--) {
            text[i] = (char) ('0' + rest % 10);
            rest /= 10;
        }
    }

    /**
     * A time in any form of ISO-8601 that ends with a {@code Z} or an offset.
     *
     * @throws DateTimeException if it is none
     */
    static Instant read(String text) {
        return isUsual(text) ? usual(text) : DateTimeFormatter.ISO_INSTANT.parse(text, Instant::from);
    }

    /** Hours up to 23 and seconds up to 59: the formatter knows what else there is. */
    private static boolean isUsual(String text) {
        if (text.length() != FORM.length()) {
            return false;
        }
        for (int i = 0; i < FORM.length(); i++) {
            char c = text.charAt(i);
            if (FORM.charAt(i) == 'd' ? c < '0' || c > '9' : c != FORM.charAt(i)) {
                return false;
            }
        }
        return number(text, 11, 13) < 24 && number(text, 17, 19) < 60;
    }

    private static Instant usual(String text) {
        return LocalDateTime.of(
                        number(text, 0, 4),
                        number(text, 5, 7),
                        number(text, 8, 10),
                        number(text, 11, 13),
                        number(text, 14, 16),
                        number(text, 17, 19),
                        (int) TimeUnit.MILLISECONDS.toNanos(number(text, 20, 23)))
                .toInstant(ZoneOffset.UTC);
    }

    private static int number(String text, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            number = 10 * number + text.charAt(i) - '0';
        }
        return number;
    }
}
