package dev.tidings.samples.demo.search;

/** The owner's answer is older than the event that made us ask: a replica that lags, a cache. Later it will know. */
final class TooEarlyException extends Exception {
    private static final long serialVersionUID = 1;

    TooEarlyException(long userId, long answered, long told) {
        super("user " + userId + " is at version " + told + ", and its owner still answers with version " + answered);
    }
}
