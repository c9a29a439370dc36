package dev.tidings.consumer;

import dev.tidings.events.DomainEvent;
import java.util.Random;

/** What is to become of an event: its routing key says it, so that every process decides alike. */
enum Fate {
    /** Its handler returns. */
    GOOD("user.created"),
    /** Its handler throws at the first two attempts. */
    FLAKY("user.flaky"),
    /** Its handler always throws. */
    POISON("user.poison");

    private static final int FLAKY_FAILURES = 2;

    private final String key;

    Fate(String key) {
        this.key = key;
    }

    String key() {
        return key;
    }

    /** Mostly good, every fourth flaky, every tenth poison. */
    static Fate any(Random random) {
        int number = random.nextInt(20);
        return number < 2 ? POISON : number < 7 ? FLAKY : GOOD;
    }

    /** Throws if this attempt is to fail. */
    static void meet(DomainEvent event) {
        int attempt = event.header(Letter.ATTEMPT).map(Integer::parseInt).orElse(1);
        boolean fails = event.routingKey().equals(POISON.key)
                || (event.routingKey().equals(FLAKY.key) && attempt <= FLAKY_FAILURES);
        if (fails) {
            throw new IllegalStateException("attempt " + attempt + " of " + event.routingKey());
        }
    }
}
