package dev.tidings.samples.migration.story;

import java.util.Optional;

/**
 * What a story is asked for.
 *
 * @param broker {@code embedded:}, or the URI of a broker
 * @param events how many events the shop tells
 * @param database the JDBC URL of one that processes can share; empty for one in a file
 * @param seed decides what customers do, and when who is killed
 */
public record Plan(String broker, int events, Optional<String> database, long seed) {}
