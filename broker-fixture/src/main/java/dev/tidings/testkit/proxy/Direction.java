package dev.tidings.testkit.proxy;

/** Which way bytes go through a {@link FaultyProxy}. */
public enum Direction {
    /** What the client sends. */
    TO_SERVER,
    /** What the server sends. */
    TO_CLIENT
}
