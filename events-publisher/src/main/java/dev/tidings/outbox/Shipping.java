package dev.tidings.outbox;

import dev.tidings.broker.internal.Verdict;
import dev.tidings.events.RawMessage;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Publishes rows: one of an entity at a time, in their order, and different entities together. Used by one thread; answers come from
 * others. A row without an answer stays in flight when {@link #ship} returns, and its answer is taken by the next call.
 */
final class Shipping {
    /** So long without any answer is too long to wait for one. */
    private static final Duration LINGER = Duration.ofMillis(500);

    private final OutboxSettings settings;
    private final Function<RawMessage, CompletableFuture<Verdict>> publisher;
    private final Settled settled;
    private final Holds holds;
    private final RelayMeters meters;
    private final Map<Long, Row> inFlight = new HashMap<>();
    private final Set<Long> busy = new HashSet<>();
    private final BlockingQueue<Answer> answers = new LinkedBlockingQueue<>();
    private final Map<Long, Deque<Row>> behind = new HashMap<>();
    private final Deque<Row> ready = new ArrayDeque<>();

    private record Answer(Row row, Verdict verdict) {}

    Shipping(
            OutboxSettings settings,
            Function<RawMessage, CompletableFuture<Verdict>> publisher,
            Settled settled,
            Holds holds,
            RelayMeters meters) {
        this.settings = settings;
        this.publisher = publisher;
        this.settled = settled;
        this.holds = holds;
        this.meters = meters;
    }

    /** The slots of what is in flight. */
    Set<Integer> slotsInUse() {
        return inFlight.values().stream().map(Row::slot).collect(Collectors.toSet());
    }

    /** The entities that nothing may be sent of now: a row of theirs is in flight, or they are held. */
    Set<Long> waiting() {
        return Stream.concat(busy.stream(), holds.entities().stream()).collect(Collectors.toSet());
    }

    /** Publishes these rows, as far as that is possible now and allowed. None of them is of an entity that was waiting. */
    void ship(List<Row> rows, BooleanSupplier allowed) throws InterruptedException {
        takeAnswers();
        behind.clear();
        ready.clear();
        rows.forEach(this::enqueue);
        int stragglers = inFlight.size();
        Answer answer;
        do {
            sendReady(allowed);
            answer = inFlight.size() > stragglers
                    ? answers.poll(LINGER.toMillis(), TimeUnit.MILLISECONDS)
                    : answers.poll();
            if (answer != null) {
                take(answer);
            }
        } while (answer != null);
    }

    /** Takes the answers that have come. */
    void takeAnswers() {
        for (Answer answer = answers.poll(); answer != null; answer = answers.poll()) {
            take(answer);
        }
    }

    private void enqueue(Row row) {
        Deque<Row> queue = behind.get(row.entity());
        if (queue == null) {
            behind.put(row.entity(), new ArrayDeque<>(2));
            ready.add(row);
        } else {
            queue.add(row);
        }
    }

    private void sendReady(BooleanSupplier allowed) {
        while (!ready.isEmpty() && inFlight.size() < settings.events().window() && allowed.getAsBoolean()) {
            send(ready.remove());
        }
    }

    private void send(Row row) {
        RawMessage message;
        try {
            message = row.message();
        } catch (IllegalArgumentException e) {
            setAside(row, "the row holds no message: " + e.getMessage());
            return;
        }
        inFlight.put(row.seq(), row);
        busy.add(row.entity());
        CompletableFuture<Void> unused =
                publisher.apply(message).thenAccept(verdict -> answers.add(new Answer(row, verdict)));
    }

    private void take(Answer answer) {
        Row row = answer.row();
        Verdict verdict = answer.verdict();
        inFlight.remove(row.seq());
        busy.remove(row.entity());
        meters.answered(row, verdict.kind());
        switch (verdict.kind()) {
            case ROUTED -> {
                settled.published(row.seq());
                next(row);
            }
            case UNROUTED -> unrouted(row);
            case REFUSED -> setAside(row, verdict.words());
            case NOT_SENT, UNKNOWN -> hold(row, verdict.words());
        }
    }

    private void unrouted(Row row) {
        if (settings.events().routeRequired()) {
            hold(row, "no queue is bound for routing key " + row.routingKey());
        } else {
            settled.unrouted(row.seq());
            next(row);
        }
    }

    private void setAside(Row row, String reason) {
        settled.setAside(row.seq(), reason);
        meters.setAside();
        if (settings.orderKept()) {
            behind.remove(row.entity());
        } else {
            next(row);
        }
    }

    private void hold(Row row, String why) {
        holds.hold(row.entity(), why);
        behind.remove(row.entity());
    }

    private void next(Row row) {
        holds.end(row.entity());
        Deque<Row> queue = behind.get(row.entity());
        @Nullable Row following = queue == null ? null : queue.poll();
        if (following != null) {
            ready.add(following);
        }
    }
}
