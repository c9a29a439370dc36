package dev.tidings.samples.demo;

import java.time.Duration;

/**
 * What a run is asked for.
 *
 * @param broker {@code embedded:}, or the URI of a broker
 * @param events how many changes happen
 * @param chaos whether things go wrong
 * @param seed decides which changes, and what chaos does to them
 * @param patience how long nothing may happen before the run is given up
 */
public record Plan(String broker, int events, boolean chaos, long seed, Duration patience) {}
