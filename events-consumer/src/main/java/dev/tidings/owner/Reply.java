package dev.tidings.owner;

import java.util.Optional;
import okhttp3.Headers;

/**
 * An answer that was read whole.
 *
 * @param status 200, 304, 404 or 410
 * @param sentMicros when it was asked for, since 1970
 */
@SuppressWarnings("ArrayRecordComponent")
record Reply(int status, Headers headers, byte[] body, long sentMicros) {
    private static final int NOT_MODIFIED = 304;
    private static final int OK = 200;

    boolean isNotModified() {
        return status == NOT_MODIFIED;
    }

    boolean isMissing() {
        return status != OK && !isNotModified();
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    /** Only a strong one says that the state is the same. */
    Optional<String> strongEtag() {
        return header("ETag").filter(tag -> tag.startsWith("\""));
    }
}
