package dev.tidings.consumer;

import dev.tidings.idempotency.IdempotencyStoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether a group's store fails: said once when that begins, and once when it is over. Safe for use by many threads. */
final class StoreTrouble {
    private static final Logger log = LoggerFactory.getLogger(StoreTrouble.class);

    private final String group;
    private long failures;
    private String words = "";

    StoreTrouble(String group) {
        this.group = group;
    }

    synchronized void failed(IdempotencyStoreException failure) {
        if (words.isEmpty()) {
            log.warn(
                    "group {}: events go back to the queue until the store works again: {}",
                    group,
                    failure.getMessage());
        }
        words = String.valueOf(failure.getMessage());
        failures++;
    }

    /** How often it failed so far, for {@link #worked}. */
    synchronized long failures() {
        return failures;
    }

    /** What was begun after so many failures has worked. If it has failed since, for another worker, that proves nothing. */
    synchronized void worked(long failuresBefore) {
        if (failures == failuresBefore && !words.isEmpty()) {
            words = "";
            log.info("group {}: the store works again", group);
        }
    }

    /** What is wrong; empty if nothing is. */
    synchronized String words() {
        return words;
    }
}
