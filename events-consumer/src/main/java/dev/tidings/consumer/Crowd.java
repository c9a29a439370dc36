package dev.tidings.consumer;

import java.time.Duration;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** Lets the transactions of an instance run at the same time, until some were in each other's way: then one by one for a while. */
final class Crowd {
    private static final long FOR_A_WHILE = Duration.ofSeconds(5).toNanos();

    private final ReadWriteLock lock = new ReentrantReadWriteLock(true);
    private volatile long aloneUntil = System.nanoTime();

    /** To be held by a transaction that is tried for the first time. */
    Lock usual() {
        return System.nanoTime() - aloneUntil < 0 ? alone() : lock.readLock();
    }

    /** To be held by one that is repeated, since others were in its way. */
    Lock alone() {
        return lock.writeLock();
    }

    /** Others were in a transaction's way. */
    void collided() {
        aloneUntil = System.nanoTime() + FOR_A_WHILE;
    }
}
