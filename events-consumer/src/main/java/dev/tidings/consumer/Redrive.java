package dev.tidings.consumer;

import dev.tidings.broker.internal.ConfirmedPublisher;
import dev.tidings.broker.internal.Delivery;
import dev.tidings.broker.internal.QueueReader;
import dev.tidings.broker.internal.Ticker;
import dev.tidings.broker.internal.Topology;
import dev.tidings.broker.internal.Transport;
import dev.tidings.broker.internal.Verdict;
import dev.tidings.consumer.DeadLetters.Choice;
import dev.tidings.consumer.DeadLetters.Redriven;
import dev.tidings.events.RawMessage;
import dev.tidings.events.TidingsException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Goes once through the dead letters of a group. What is not acknowledged at the end is in the queue as before. */
final class Redrive implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Redrive.class);
    private static final int WINDOW = 100;
    private static final long TELL_EVERY = 10_000;

    /** One on its way to the group. */
    private record Sent(Delivery delivery, CompletableFuture<Verdict> verdict) {}

    private final GroupQueues queues;
    private final Transport transport;
    private final Choice choice;
    private final QueueReader reader;
    private final long depth;
    private final Ticker clock;
    private final long start;
    private long sent;
    private long tooOld;

    Redrive(GroupQueues queues, Transport transport, Choice choice) {
        this.queues = queues;
        this.transport = transport;
        this.choice = choice;
        this.reader = transport.read(queues.dead());
        this.depth = reader.depth();
        this.clock = transport.ticker("redrive of " + queues.group());
        this.start = clock.nanoTime();
    }

    static boolean isOlder(DeadLetter letter, Duration age) {
        return letter.died()
                .filter(died -> died.isBefore(Instant.now().minus(age)))
                .isPresent();
    }

    void look(Consumer<DeadLetter> each) {
        long left = choice.limit();
        for (long seen = 0; seen < depth && left > 0; seen++) {
            Optional<Delivery> delivery = reader.next();
            if (delivery.isEmpty()) {
                return;
            }
            DeadLetter letter = DeadLetter.of(delivery.get().message());
            if (choice.filter().test(letter)) {
                left--;
                each.accept(letter);
            }
        }
    }

    Redriven run() {
        ConfirmedPublisher publisher = transport.publisher(
                new ConfirmedPublisher.Settings(
                        "redrive of " + queues.group(), WINDOW, Duration.ofSeconds(10), Duration.ofSeconds(4)),
                Topology.of());
        Deque<Sent> underWay = new ArrayDeque<>();
        try {
            long begun = 0;
            for (long seen = 0; seen < depth && begun < choice.limit(); seen++) {
                Optional<Delivery> delivery = reader.next();
                if (delivery.isEmpty()) {
                    break;
                }
                if (isChosen(DeadLetter.of(delivery.get().message()))) {
                    awaitTurn(begun++);
                    underWay.add(send(publisher, delivery.get()));
                }
                if (underWay.size() == WINDOW) {
                    finish(underWay.remove());
                }
            }
            underWay.forEach(this::finish);
            return new Redriven(sent, tooOld);
        } finally {
            publisher.close();
            tell("redriven {} of the dead letters of group {}, {} were too old");
        }
    }

    private boolean isChosen(DeadLetter letter) {
        if (!choice.filter().test(letter)) {
            return false;
        }
        boolean older = isOlder(letter, choice.youngerThan());
        tooOld += older ? 1 : 0;
        return !older;
    }

    private void awaitTurn(long begun) {
        long due = start + (long) (begun * TimeUnit.SECONDS.toNanos(1) / choice.perSecond());
        try {
            clock.sleep(Duration.ofNanos(due - clock.nanoTime()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TidingsException("interrupted after " + sent + " dead letters were redriven", e);
        }
    }

    private Sent send(ConfirmedPublisher publisher, Delivery delivery) {
        RawMessage letter = Letter.redriven(Letter.original(delivery.message()), queues.work());
        return new Sent(delivery, publisher.publish(letter));
    }

    private void finish(Sent one) {
        Verdict verdict = one.verdict().join();
        if (verdict.kind() != Verdict.Kind.ROUTED) {
            throw new TidingsException("a dead letter could not be sent to queue " + queues.work()
                    + " and stays where it was, after " + sent + " were redriven: " + verdict.words());
        }
        one.delivery().epoch().acknowledge(one.delivery().tag());
        sent++;
        if (sent % TELL_EVERY == 0) {
            tell("redriving: {} of the dead letters of group {} so far, {} were too old");
        }
    }

    private void tell(String words) {
        log.info(words, sent, queues.group(), tooOld);
    }

    @Override
    public void close() {
        clock.close();
        reader.close();
    }
}
