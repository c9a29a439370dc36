package dev.tidings.consumer;

import dev.tidings.idempotency.Claim;
import dev.tidings.idempotency.IdempotencyStore;
import dev.tidings.idempotency.IdempotencyStoreException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes decisions durable, and only then acknowledges. */
final class Settlement {
    private static final Logger log = LoggerFactory.getLogger(Settlement.class);

    private final GroupSettings settings;
    private final IdempotencyStore store;
    private final Consumer<IdempotencyStoreException> trouble;
    private final GroupMeters meters;
    private final Consumer<Arrival> giveBackLater;

    Settlement(
            GroupSettings settings,
            IdempotencyStore store,
            Consumer<IdempotencyStoreException> trouble,
            GroupMeters meters,
            Consumer<Arrival> giveBackLater) {
        this.settings = settings;
        this.store = store;
        this.trouble = trouble;
        this.meters = meters;
        this.giveBackLater = giveBackLater;
    }

    /** Settles all of them, or none if it throws. */
    void settle(List<Decision> decisions) {
        complete(decisions);
        Map<AckWindow, List<Long>> safe = new HashMap<>();
        List<Arrival> unsafe = new ArrayList<>(0);
        List<Claim.Owned> released = new ArrayList<>(0);
        for (Decision decision : decisions) {
            boolean isSafe = decision.safe().join();
            if (!decision.isDone()) {
                decision.claim().ifPresent(released::add);
            }
            Arrival arrival = decision.arrival();
            if (isSafe) {
                safe.computeIfAbsent(arrival.window(), window -> new ArrayList<>())
                        .add(arrival.tag());
            } else {
                unsafe.add(arrival);
            }
            tell(decision.handled(settings.name(), isSafe));
        }
        release(released);
        safe.forEach(AckWindow::acknowledge);
        unsafe.forEach(giveBackLater);
    }

    /** What cannot be released ends with its lease; its retry or dead letter is in its queue all the same. */
    private void release(List<Claim.Owned> claims) {
        if (claims.isEmpty()) {
            return;
        }
        try {
            store.releaseAll(claims);
        } catch (IdempotencyStoreException e) {
            trouble.accept(e);
        }
    }

    private void complete(List<Decision> decisions) {
        List<Claim.Owned> done = new ArrayList<>();
        for (Decision decision : decisions) {
            if (decision.isDone()) {
                decision.claim().ifPresent(done::add);
            }
        }
        if (!done.isEmpty()) {
            store.completeAll(done)
                    .forEach(lost -> log.warn(
                            "group {}: event {} was handled here after another instance took it over",
                            settings.name(),
                            lost.key().eventId()));
        }
    }

    private void tell(Handled handled) {
        meters.handled(handled);
        handled.failure()
                .ifPresentOrElse(
                        failure -> log.warn(
                                "group {}: {} {} {}: {}",
                                handled.group(),
                                handled.routingKey(),
                                handled.event(),
                                handled.verdict(),
                                String.valueOf(failure)),
                        () -> log.debug("group {}: {} {}", handled.group(), handled.event(), handled.verdict()));
        settings.observers().forEach(observer -> observe(observer, handled));
    }

    private void observe(Consumer<Handled> observer, Handled handled) {
        try {
            observer.accept(handled);
        } catch (RuntimeException e) {
            log.warn("group {}: the observer failed", settings.name(), e);
        }
    }
}
