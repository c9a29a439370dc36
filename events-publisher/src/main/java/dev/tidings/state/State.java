package dev.tidings.state;

import java.nio.charset.StandardCharsets;

/** An entity as it is: its version, and its body in JSON. Immutable, if the array it was made of is left alone. */
public final class State {
    private final long incarnation;
    private final long version;
    private final byte[] json;

    private State(long incarnation, long version, byte[] json) {
        if (version < 0 || incarnation < 0) {
            throw new IllegalArgumentException(
                    "version " + version + " of incarnation " + incarnation + " is not possible; both are 0 or more");
        }
        this.incarnation = incarnation;
        this.version = version;
        this.json = json;
    }

    /**
     * At this version.
     *
     * @param version read together with the body, by one statement or in one transaction; it is the one that events tell of
     * @param json sent as it is; for lists it has to be an object
     */
    public static State json(long version, String json) {
        return json(version, json.getBytes(StandardCharsets.UTF_8));
    }

    /** The same, of bytes in UTF-8. They are not copied. */
    public static State json(long version, byte[] json) {
        return new State(0, version, json);
    }

    /** For versions that restart when an entity is made anew under its id: counts how often it was. Default 0. */
    public State incarnation(long count) {
        return new State(count, version, json);
    }

    /** {@code "7"}, or {@code "2-7"} in incarnation 2; quotes included. */
    String etag() {
        return "\"" + words() + "\"";
    }

    String words() {
        return incarnation == 0 ? String.valueOf(version) : incarnation + "-" + version;
    }

    <K> EntityVersion<K> versionOf(K id) {
        return new EntityVersion<>(id, incarnation, version);
    }

    long version() {
        return version;
    }

    byte[] json() {
        return json;
    }

    /** The version, without the body. */
    @Override
    public String toString() {
        return "state of version " + words();
    }
}
