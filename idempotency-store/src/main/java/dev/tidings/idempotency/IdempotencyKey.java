package dev.tidings.idempotency;

/**
 * What must be handled once.
 *
 * @param group who handles it: two groups handle the same event, each once
 * @param source who made it; an id is unique only there
 * @param eventId which one it is
 */
public record IdempotencyKey(String group, String source, String eventId) {}
