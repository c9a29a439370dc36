package dev.tidings.owner;

import java.util.Locale;

/** How a request ended, as it is counted. */
enum Outcome {
    FOUND,
    NOT_MODIFIED,
    MISSING,
    TOO_EARLY,
    UNAVAILABLE,
    FAILED;

    static Outcome of(Reply reply) {
        if (reply.isNotModified()) {
            return NOT_MODIFIED;
        }
        return reply.isMissing() ? MISSING : FOUND;
    }

    String tag() {
        return name().toLowerCase(Locale.ROOT);
    }
}
