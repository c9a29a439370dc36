package dev.tidings.testkit.proxy;

/** Which way bytes go through a proxy. */
public enum Direction {
    /** From the client to the server, requests for instance. */
    TO_SERVER,
    /** From the server to the client, answers for instance. */
    TO_CLIENT
}
