package dev.tidings.consumer;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import com.google.errorprone.annotations.CheckReturnValue;
import dev.tidings.broker.Broker;
import dev.tidings.broker.internal.Transport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The dead letters of a group: to look at, to count, and to send to the group again. Immutable, and safe for use by many threads.
 *
 * <p>Looking takes them from the queue and puts them back, so nobody else sees them meanwhile, and their order may change. All that were
 * there at the beginning are looked at, in the memory of the broker: a million of them takes minutes.
 */
@CheckReturnValue
public final class DeadLetters {
    private static final Duration RETENTION = Duration.ofDays(14);

    /**
     * Which ones, and how.
     *
     * @param perSecond at most so many are sent in a second
     * @param youngerThan what is older is not sent
     */
    record Choice(Predicate<DeadLetter> filter, long limit, double perSecond, Duration youngerThan) {}

    /**
     * What became of a redrive.
     *
     * @param sent so many are in the group's queue again
     * @param tooOld so many stay dead letters, since the group's store may have forgotten what was done for them
     */
    public record Redriven(long sent, long tooOld) {}

    private final GroupQueues queues;
    private final Transport transport;
    private final Choice choice;

    private DeadLetters(GroupQueues queues, Transport transport, Choice choice) {
        this.queues = queues;
        this.transport = transport;
        this.choice = choice;
    }

    /** All dead letters of a group. It need not run here, nor run at all. */
    public static DeadLetters of(String group, Broker broker) {
        return new DeadLetters(
                GroupQueues.ofEvents(group),
                Transport.of(broker),
                new Choice(letter -> true, Long.MAX_VALUE, Double.MAX_VALUE, RETENTION));
    }

    private DeadLetters with(Choice other) {
        return new DeadLetters(queues, transport, other);
    }

    /** Only those, and of those only what was chosen before. */
    public DeadLetters where(Predicate<DeadLetter> filter) {
        return with(new Choice(choice.filter().and(filter), choice.limit(), choice.perSecond(), choice.youngerThan()));
    }

    /** Only the first of them. Default: all. */
    public DeadLetters limit(long atMost) {
        if (atMost < 1) {
            throw new IllegalArgumentException("a limit of " + atMost + " dead letters leaves none; give 1 or more");
        }
        return with(new Choice(choice.filter(), atMost, choice.perSecond(), choice.youngerThan()));
    }

    /** Sends at most so many in a second. Default: as many as the broker takes. */
    public DeadLetters perSecond(double atMost) {
        if (!(atMost > 0)) {
            throw new IllegalArgumentException(
                    "dead letters cannot be sent " + atMost + " times a second; give a number above 0");
        }
        return with(new Choice(choice.filter(), choice.limit(), atMost, choice.youngerThan()));
    }

    /**
     * Sends none that died longer ago than this. Default 14 days, the stores' default retention: what the group did for an event may be
     * forgotten after that, and would be done again. Where that does no harm, give a longer time.
     */
    public DeadLetters youngerThan(Duration age) {
        return with(new Choice(choice.filter(), choice.limit(), choice.perSecond(), age));
    }

    /** Shows the first of them, and leaves them where they are. */
    public List<DeadLetter> peek(int atMost) {
        List<DeadLetter> seen = new ArrayList<>();
        limit(Math.min(atMost, choice.limit())).look(seen::add);
        return seen;
    }

    /** Counts them by something: {@code count(DeadLetter::reason)}, {@code count(DeadLetter::exception)}. */
    public <T> Map<T, Long> count(Function<DeadLetter, T> by) {
        Map<T, Long> counts = new HashMap<>();
        look(letter -> counts.merge(by.apply(letter), 1L, Long::sum));
        return counts;
    }

    private void look(Consumer<DeadLetter> each) {
        try (Redrive redrive = new Redrive(queues, transport, choice)) {
            redrive.look(each);
        }
    }

    /**
     * Sends them to the queue of their group, and to no other, as a first attempt. Each stays a dead letter until the broker has
     * confirmed that it is in that queue; so a crash halfway, or a second redrive at the same time, may send one twice and loses none,
     * and the group's store recognises the second one.
     *
     * <p>Runs until all that were there at the beginning are looked at.
     *
     * @throws dev.tidings.events.TidingsException if the broker cannot be reached, or the connection ends, or the group has no
     *     queue. What was confirmed until then is no dead letter any more, what was under way may be sent again by the next redrive
     */
    @CanIgnoreReturnValue
    public Redriven redrive() {
        try (Redrive redrive = new Redrive(queues, transport, choice)) {
            return redrive.run();
        }
    }

    /** What {@link #redrive} would send now. */
    public List<DeadLetter> dryRun() {
        List<DeadLetter> seen = new ArrayList<>();
        where(letter -> !Redrive.isOlder(letter, choice.youngerThan())).look(seen::add);
        return seen;
    }
}
