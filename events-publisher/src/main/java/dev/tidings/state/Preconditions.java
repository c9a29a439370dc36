package dev.tidings.state;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what a request says of versions. */
final class Preconditions {
    private static final String MIN_VERSION = "Tidings-Min-Version";
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");
    /** One after the other, without a gap. */
    private static final Pattern TAG =
            Pattern.compile("\\G[ \\t,]*+(?:W/)?(\"[\\x21\\x23-\\x7E\\x80-\\xFF]*+\")[ \\t]*+(?=,|$)");

    private Preconditions() {}

    /** 0 if any will do. */
    static long minVersion(StateEndpoint.Headers headers) {
        String value = headers.first(MIN_VERSION);
        if (value == null) {
            return 0;
        }
        String number = value.strip();
        if (!NUMBER.matcher(number).matches()) {
            throw new RefusedException(MIN_VERSION + " is not a whole number of up to 18 digits");
        }
        return Long.parseLong(number);
    }

    /** Whether {@code If-None-Match} has the tag, by weak comparison as RFC 9110 wants it. A list counts as far as it is well-formed. */
    static boolean isKnown(StateEndpoint.Headers headers, String etag) {
        String value = headers.first("If-None-Match");
        if (value == null) {
            return false;
        }
        if (value.strip().equals("*")) {
            return true;
        }
        Matcher tags = TAG.matcher(value);
        while (tags.find()) {
            if (etag.equals(tags.group(1))) {
                return true;
            }
        }
        return false;
    }
}
