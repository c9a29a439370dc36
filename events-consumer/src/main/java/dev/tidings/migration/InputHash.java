package dev.tidings.migration;

import com.fasterxml.jackson.core.JsonProcessingException;

/** Tells whether both sides read the same when they decided. */
public final class InputHash {
    private InputHash() {}

    /**
     * The SHA-256, as 64 hexadecimal digits in lower case, of this JSON with its names sorted at every level and no white space between,
     * in UTF-8. Numbers stay as they are written, but for zeros at the end of a fraction. What is no JSON is hashed as it is.
     *
     * <p>A side in another language may hash in another way, as long as both sides of a comparison do it alike.
     */
    public static String of(String json) {
        try {
            return CanonicalJson.sha256(CanonicalJson.text(CanonicalJson.tree(json)));
        } catch (JsonProcessingException e) {
            return CanonicalJson.sha256(json);
        }
    }
}
