package dev.tidings.consumer;

import dev.tidings.idempotency.IdempotencyStore;
import dev.tidings.idempotency.TransactionalIdempotencyStore;
import java.time.Duration;

/** What is refused before a group starts, since it could not keep its promises. */
record Start(GroupSettings settings, IdempotencyStore store) {

    /** @throws IllegalArgumentException if parts of the group do not fit; the message says which, and the way out */
    void check() {
        if (settings.routes().routes().isEmpty()) {
            throw new IllegalArgumentException(
                    "group '" + settings.name() + "' handles nothing; say on(exchange, pattern, handler) before start");
        }
        if (settings.routes().areTransactional() && !(store instanceof TransactionalIdempotencyStore)) {
            throw new IllegalArgumentException("group '" + settings.name()
                    + "' handles events in a transaction, and its store takes part in none; give it"
                    + " idempotency(JdbcIdempotencyStore.on(dataSource))");
        }
        if (!settings.filters().isEmpty()) {
            checkFilters();
        }
        if (settings.queues().isShadow() && !settings.policy().delays().isEmpty()) {
            throw new IllegalArgumentException(
                    "group '" + settings.name()
                            + "' is a shadow, which tries nothing again; give it onFailure(retryAfter()) without delays, to which pauseOn(…) may be added");
        }
        store.retention().ifPresent(this::checkRetention);
        store.check();
    }

    private void checkFilters() {
        for (Routes.Route route : settings.routes().routes()) {
            if (route.call().isForMany()) {
                throw new IllegalArgumentException(
                        "group '" + settings.name() + "' has filters around handlers of one event, and "
                                + route.bound()
                                + " has one for several; filter within that handler, in a group of its own");
            }
        }
    }

    /** An event that comes again after its key was forgotten would be handled again. */
    private void checkRetention(Duration retention) {
        Duration retries = settings.policy().delays().stream().reduce(Duration.ZERO, Duration::plus);
        Duration longest = retries.plus(settings.claims().longestWait());
        if (retention.compareTo(longest) < 0) {
            throw new IllegalArgumentException(
                    "the store of group '" + settings.name() + "' forgets after " + retention
                            + ", and an event may come again after " + longest + " = " + retries + " of retries + "
                            + settings.claims().longestWait()
                            + " of waiting in an outbox or a queue; give the store a longer retention, or the group fewer delays or a shorter longestWait");
        }
    }
}
