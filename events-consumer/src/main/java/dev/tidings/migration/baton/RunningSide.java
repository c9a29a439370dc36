package dev.tidings.migration.baton;

import dev.tidings.broker.Broker;
import dev.tidings.broker.Health;
import dev.tidings.broker.internal.Ticker;
import dev.tidings.broker.internal.Transport;
import dev.tidings.consumer.ConsumerGroup;
import dev.tidings.consumer.UnavailableException;
import dev.tidings.events.TidingsException;
import dev.tidings.migration.Side;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An instance of a side: says twice a second that it is there, and lets its group do what the baton wants. */
final class RunningSide implements ConsumerGroup {
    private static final Logger log = LoggerFactory.getLogger(RunningSide.class);
    private static final Duration POLL = Duration.ofMillis(500);

    private final ConsumerGroup.Spec spec;
    private final Place place;
    private final String instance = InstanceName.next();
    private final View view;
    private final SideGroup group;
    private final Transport transport;
    private final Ticker beats;
    /** Apart from the beats: a group may take its time to stop, and must be seen to be alive meanwhile. */
    private final Ticker steps;

    private final CountDownLatch started = new CountDownLatch(1);
    private final Runnable closing = this::close;
    private final Trouble beating;
    private final Trouble stepping;
    private volatile boolean closed;

    private RunningSide(ConsumerGroup.Spec spec, Optional<Splitting.Split> split, Broker broker, Place place) {
        this.spec = spec;
        this.place = place;
        this.view = new View(place, spec.name());
        this.transport = Transport.of(broker);
        this.beating = new Trouble(spec.name());
        this.stepping = new Trouble(spec.name());
        this.beats = transport.ticker("baton " + spec.name());
        this.steps = transport.ticker("side " + spec.name());
        this.group = new SideGroup(
                spec,
                broker,
                view,
                split.map(before -> new Splitting(view, transport, before, spec.feed())),
                new Leaving(transport, spec.queues(), steps::nanoTime),
                steps::nanoTime,
                this::beat);
    }

    /** @param split what it stands before */
    static RunningSide start(ConsumerGroup.Spec spec, Optional<Splitting.Split> split, Broker broker, Place place) {
        RunningSide side = new RunningSide(spec, split, broker, place);
        try {
            side.begin();
            return side;
        } catch (RuntimeException e) {
            side.close();
            throw e;
        }
    }

    private void begin() {
        transport.closesConsumer(closing);
        try {
            beat();
            checkAllowed();
            step();
        } catch (UnavailableException e) {
            beating.failed(e);
        }
        Ticker.Repeated unused = beats.every(POLL, () -> beating.run(this::beat));
        Ticker.Repeated unusedToo = steps.every(POLL, () -> stepping.run(this::step));
    }

    private void checkAllowed() {
        State state = view.state();
        Optional<Side> side = state.sideOf(spec.name());
        boolean isOver =
                state.phase() == Phase.FINISHED && side.filter(Side.OLD::equals).isPresent();
        boolean wasFirst = side.isEmpty() && spec.name().equals(state.group());
        if (isOver || wasFirst) {
            throw new BatonRefusedException(
                    "group '" + spec.name() + "' was not started",
                    List.of("the migration away from it has ended, and "
                            + (isOver ? state.newQueue() : state.oldQueue()) + " does its work"),
                    "Take this one away");
        }
    }

    /** Says how it is, and reads the baton. */
    private void beat() {
        Pulse pulse = new Pulse(
                instance,
                spec.name(),
                spec.isTransactional(),
                view.state().epoch(),
                group.health(),
                group.isSet(),
                group.isEmpty());
        State found = place.run("could not be read", (connection, rows) -> {
            rows.beat(connection, pulse);
            State state = rows.begun(connection);
            boolean isBound =
                    state.phase() == Phase.FINISHING && Following.isNewBound(state, rows.instances(connection, state));
            view.saw(state, isBound);
            return state;
        });
        if (found.phase() == Phase.FINISHING && group.isEmpty()) {
            finish(found);
        }
    }

    /** Unless somebody else has done it meanwhile. */
    private void finish(State state) {
        List<Instance> instances = place.instances(state);
        if (Following.isNewBound(state, instances) && Following.isOldEmpty(state, instances)) {
            State finished = state.moved(Phase.FINISHED, State.ALL);
            boolean isFirst = place.move(state, finished, Note.of(Entry.Action.FINISHED, ""));
            if (isFirst) {
                log.info("group {}: nothing is left, and {} does its work", spec.name(), state.newQueue());
            }
        }
    }

    private void step() {
        if (closed) {
            return;
        }
        group.step();
        if (group.running().isPresent()) {
            started.countDown();
        }
    }

    @Override
    public ConsumerGroup awaitConsuming(Duration atMost) {
        long deadline = System.nanoTime() + atMost.toNanos();
        try {
            boolean isStarted = started.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
            Optional<ConsumerGroup> running = group.running();
            if (!isStarted || running.isEmpty()) {
                throw new TidingsException(
                        "group '" + spec.name() + "' does not consume within " + atMost + ": " + health().words());
            }
            running.get().awaitConsuming(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
            return this;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TidingsException("interrupted while waiting for group '" + spec.name() + "'", e);
        }
    }

    @Override
    public ConsumerGroup scaleTo(int handlersAtOnce) {
        group.scaleTo(handlersAtOnce);
        return this;
    }

    @Override
    public Health health() {
        if (closed) {
            return Health.down("closed");
        }
        Health known = group.health();
        String trouble = beating.words().isEmpty() ? stepping.words() : beating.words();
        return trouble.isEmpty() ? known : new Health(known.state(), known.words() + "; " + trouble);
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        transport.closed(closing);
        beats.close();
        steps.close();
        group.close();
        try {
            int unused = place.run("could not be written", (connection, rows) -> {
                rows.forget(connection, instance);
                return 0;
            });
        } catch (RuntimeException e) {
            log.info("group {}: it is not known to have stopped: {}", spec.name(), e.getMessage());
        }
    }
}
