package dev.tidings.consumer;

import com.zaxxer.hikari.HikariDataSource;
import dev.tidings.broker.Broker;
import dev.tidings.events.DomainEvent;
import dev.tidings.idempotency.TransactionalIdempotencyStore;
import dev.tidings.testkit.process.ChildJvm;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * An instance of a group in a process that is killed or frozen. It says {@code consuming}, what its library warns of, and, if its
 * handlers are slow, each effect before they go on.
 */
final class ConsumerChild {
    static final int HALTED = 137;
    static final String NEVER = "never";

    private final boolean isTransactional;
    private final String crashPoint;
    private final AtomicInteger passes;
    private final Duration pause;
    private final Place place;

    private ConsumerChild(List<String> words) {
        this.isTransactional = words.get(0).equals("transactional");
        this.crashPoint = words.get(1);
        this.passes = new AtomicInteger(Integer.parseInt(words.get(2)));
        this.pause = Duration.parse(words.get(3));
        this.place = Place.of(words.subList(4, words.size()));
    }

    /**
     * Returns when it consumes.
     *
     * @param mode {@code transactional} or {@code leased}
     * @param crashPoint where it ends itself after having passed there so often, or {@link #NEVER}
     */
    static ChildJvm start(String mode, String crashPoint, int passes, Duration pause, Place place) throws IOException {
        return awaitConsuming(launch(mode, crashPoint, passes, pause, place));
    }

    /** The same that returns at once. */
    static ChildJvm launch(String mode, String crashPoint, int passes, Duration pause, Place place) throws IOException {
        List<String> words = new ArrayList<>(List.of(mode, crashPoint, String.valueOf(passes), pause.toString()));
        words.addAll(place.words());
        return ChildJvm.start(ConsumerChild.class, "128m", words.toArray(String[]::new));
    }

    /** To be called once. */
    static ChildJvm awaitConsuming(ChildJvm child) throws IOException {
        String line = said(child);
        if (!line.equals("consuming")) {
            child.close();
            throw new IllegalStateException("the child said '" + line + "'");
        }
        return child;
    }

    /** What it says next that is no warning. It may warn at any time: a broker refuses a queue that others declare at the same moment. */
    static String said(ChildJvm child) throws IOException {
        String line = child.line();
        while (line.startsWith("WARN")) {
            System.err.println(line);
            line = child.line();
        }
        return line;
    }

    public static void main(String[] words) throws Exception {
        new ConsumerChild(List.of(words)).consume();
    }

    /** Until its standard input ends. */
    private void consume() throws Exception {
        Logged log = Logged.saying(System.out::println);
        try (HikariDataSource pool = place.pool();
                Broker broker = Broker.connect(place.uri());
                ConsumerGroup group = spec(pool).start(broker)) {
            group.awaitConsuming(Duration.ofSeconds(30));
            System.out.println("consuming");
            while (System.in.read() >= 0) {
                // Nothing is said to it.
            }
        }
        log.close();
    }

    private ConsumerGroup.Spec spec(HikariDataSource pool) {
        TransactionalIdempotencyStore store = WatchedStore.of(place.store(pool), new WatchedStore.Watch() {
            @Override
            public void before(String method) {
                pass("before-" + method);
            }

            @Override
            public void after(String method, Optional<Throwable> thrown, Duration took) {
                pass("after-" + method);
            }
        });
        ConsumerGroup.Spec spec =
                isTransactional ? place.transactional(store, this::handle) : place.leased(store, pool, this::handle);
        // Told when a retry or a dead letter is confirmed, and before its delivery is acknowledged.
        return spec.observing(handled -> pass("after-" + handled.verdict()));
    }

    private void handle(DomainEvent event, Connection connection) throws SQLException {
        pass("before-effect");
        if (isTransactional) {
            place.writeAndMeetFate(event, connection);
        } else {
            place.meetFateAndWrite(event, connection);
        }
        pass("after-effect");
        if (!pause.isZero()) {
            System.out.println("effect " + event.eventId());
            LockSupport.parkNanos(pause.toNanos());
        }
    }

    private void pass(String point) {
        if (point.equals(crashPoint) && passes.getAndDecrement() == 0) {
            Runtime.getRuntime().halt(HALTED);
        }
    }
}
