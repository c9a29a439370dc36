package dev.tidings.broker.internal;

import dev.tidings.broker.internal.Topology.Binding;
import dev.tidings.events.Exchange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Queues that hold messages for 1, 2, 4, 8 … seconds, so that a message waits for any time by passing those that add up to it.
 *
 * <p>A message is published with the bits of its delay as words of its routing key, the highest first, and then the name of the queue that
 * it is for. Each queue hands it on to an exchange that knows the bits below; from where they are all 0, it goes to its queue. All task
 * queues of a virtual host share the ladder.
 *
 * <p>A message that has expired once and does so in a second queue of Qpid, on its way to an exchange, is gone. There, the same message goes straight to its queue,
 * and a header of Qpid's own has it held.
 */
public final class DelayLadder {
    private static final int STEPS = 21;

    /** The longest time that can be waited for: 24 days. */
    public static final Duration LONGEST = Duration.ofSeconds((1 << STEPS) - 1);

    private static final String NAME = "tidings.delay";
    private static final String TOP = below(STEPS);

    private DelayLadder() {}

    /** The header by which Qpid holds a message in its queue, with the time until when, in milliseconds since 1970. */
    public static final String HELD_UNTIL = "x-qpid-not-valid-before";

    /** Whether what comes from this exchange has waited here. */
    public static boolean isOwn(String exchange) {
        return exchange.equals(TOP) || exchange.startsWith(NAME + ".below.");
    }

    /** Where to publish what is to wait. */
    public static String exchange() {
        return TOP;
    }

    /** A delay as it can be waited for: in whole seconds, rounded up. */
    public static Duration inSteps(Duration delay) {
        return Duration.ofSeconds(delay.plusNanos(999_999_999).toSeconds());
    }

    /** The key for what is to be in a queue after a delay. */
    public static String routingKey(Duration delay, String queue) {
        long seconds = inSteps(delay).toSeconds();
        StringBuilder key = new StringBuilder();
        for (int step = STEPS - 1; step >= 0; step--) {
            key.append(seconds >> step & 1).append('.');
        }
        return key.append(queue).toString();
    }

    /** No ladder, only the way to these queues. */
    static Topology shortcut(Collection<String> queues) {
        List<Binding> bindings = queues.stream()
                .map(queue -> new Binding(queue, TOP, passed(0) + queue))
                .toList();
        return new Topology(List.of(Exchange.topic(TOP)), List.of(), bindings, List.of(), List.of());
    }

    /** All of it, and the way to these queues. */
    public static Topology topology(Collection<String> queues) {
        List<Exchange> exchanges = new ArrayList<>();
        List<Queue> steps = new ArrayList<>();
        List<Binding> bindings = new ArrayList<>();
        for (int from = 0; from <= STEPS; from++) {
            exchanges.add(Exchange.topic(below(from)));
            for (int step = 0; step < from; step++) {
                bindings.add(new Binding(name(step), below(from), passed(from) + "0.".repeat(from - 1 - step) + "1.#"));
            }
            for (String queue : queues) {
                bindings.add(new Binding(queue, below(from), passed(from) + "0.".repeat(from) + queue));
            }
        }
        for (int step = 0; step < STEPS; step++) {
            steps.add(Queue.step(name(step), Duration.ofSeconds(1L << step), below(step)));
        }
        return new Topology(exchanges, steps, bindings, List.of(), List.of());
    }

    private static String passed(int from) {
        return "*.".repeat(STEPS - from);
    }

    private static String name(int step) {
        return NAME + "." + (1 << step) + "s";
    }

    /** The exchange that looks at the bits below this one. */
    private static String below(int step) {
        return step == STEPS ? NAME : NAME + ".below." + (1 << step) + "s";
    }
}
