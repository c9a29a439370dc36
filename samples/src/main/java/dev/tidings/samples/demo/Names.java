package dev.tidings.samples.demo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** The names of one run at the broker, unlike those of any other run, so that they can be deleted afterwards. */
record Names(String run) {
    static final String SEARCH = "search";
    static final String AUDIT = "audit";
    static final String MAIL = "mail";
    static final List<String> CONSUMERS = List.of(SEARCH, AUDIT, MAIL);

    /** Short, so that a demo is short. A real service has time, see the default. */
    static final Duration[] DELAYS = {
        Duration.ofMillis(200),
        Duration.ofMillis(200),
        Duration.ofSeconds(1),
        Duration.ofSeconds(1),
        Duration.ofSeconds(5)
    };

    private static final List<String> RETRY_QUEUES = List.of(".retry.200ms", ".retry.1s", ".retry.5s");

    static Names fresh() {
        return new Names("demo-" + UUID.randomUUID().toString().substring(0, 8));
    }

    String exchange() {
        return run + "-users";
    }

    String group(String service) {
        return run + "-" + service;
    }

    /** Where events of a group wait to be handled. */
    List<String> waiting(String service) {
        List<String> queues = new ArrayList<>();
        RETRY_QUEUES.forEach(retry -> queues.add(group(service) + retry));
        queues.add(group(service));
        queues.add(group(service) + ".alone");
        return queues;
    }

    /** All queues of a group, those first that hand events on to later ones. */
    List<String> queues(String service) {
        List<String> queues = new ArrayList<>(waiting(service));
        queues.add(dead(service));
        return queues;
    }

    /** Where its dead letters are. */
    String dead(String service) {
        return group(service) + ".dead";
    }
}
