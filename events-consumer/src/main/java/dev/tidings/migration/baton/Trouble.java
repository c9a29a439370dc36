package dev.tidings.migration.baton;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What keeps something from working that is tried again and again; told once until it works. */
final class Trouble {
    private static final Logger log = LoggerFactory.getLogger(Trouble.class);

    private final String group;
    private volatile String words = "";

    Trouble(String group) {
        this.group = group;
    }

    void run(Runnable work) {
        try {
            work.run();
            worked();
        } catch (RuntimeException e) {
            failed(e);
        }
    }

    void failed(RuntimeException e) {
        if (words.isEmpty()) {
            log.warn("group {}: {}; trying again until it works", group, e.getMessage());
            log.debug("group {}", group, e);
        }
        words = String.valueOf(e.getMessage());
    }

    private void worked() {
        if (!words.isEmpty()) {
            log.info("group {}: works by the baton again", group);
        }
        words = "";
    }

    /** What it is; "" if there is none. */
    String words() {
        return words;
    }
}
