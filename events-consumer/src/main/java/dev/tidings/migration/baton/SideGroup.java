package dev.tidings.migration.baton;

import dev.tidings.broker.Broker;
import dev.tidings.broker.Health;
import dev.tidings.consumer.ConsumerGroup;
import dev.tidings.consumer.Share;
import dev.tidings.consumer.Share.Bindings;
import dev.tidings.migration.Side;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The group of a side: runs with the bindings that the baton wants, is emptied at the end, and stops. */
final class SideGroup {
    private static final Logger log = LoggerFactory.getLogger(SideGroup.class);

    private final ConsumerGroup.Spec spec;
    private final Broker broker;
    private final View view;
    private final Optional<Splitting> splitting;
    private final Leaving leaving;
    private final LongSupplier clock;
    private final Runnable tell;
    private OptionalInt handlersAtOnce = OptionalInt.empty();
    private volatile @Nullable Held held;
    private volatile boolean empty;
    private volatile boolean ended;
    private boolean closed;

    /**
     * Of this side.
     *
     * @param splitting if it stands before another queue
     * @param tell writes down how it is, before it goes on
     */
    SideGroup(
            ConsumerGroup.Spec spec,
            Broker broker,
            View view,
            Optional<Splitting> splitting,
            Leaving leaving,
            LongSupplier clock,
            Runnable tell) {
        this.spec = spec.sharing(splitting.<Share>map(Function.identity()).orElse(view));
        this.broker = broker;
        this.view = view;
        this.splitting = splitting;
        this.leaving = leaving;
        this.clock = clock;
        this.tell = tell;
    }

    /** Does what is to be done now, if anything. */
    synchronized void step() {
        if (closed || ended || !view.isRead()) {
            return;
        }
        State state = view.state();
        Held now = held;
        if (isToRest(now != null)) {
            running().ifPresent(ConsumerGroup::close);
            held = null;
            return;
        }
        if (now == null && !leaving.isBegun()) {
            if (state.sideOf(spec.name()).isPresent()) {
                start(wanted(state, Optional.empty()));
            }
            return;
        }
        Bindings wanted = wanted(state, Optional.ofNullable(now).map(Held::bindings));
        if (now != null && now.bindings() != wanted) {
            stop(now);
            start(wanted);
        } else if (wanted == Bindings.REMOVE) {
            leave(now, state);
        }
    }

    private boolean isToRest(boolean isRunning) {
        return splitting.isPresent() && !leaving.isBegun() && !splitting.get().mayRun(isRunning, clock.getAsLong());
    }

    private Bindings wanted(State state, Optional<Bindings> now) {
        Optional<Side> side = state.sideOf(spec.name());
        boolean wasRemoved =
                leaving.isBegun() || now.filter(Bindings.REMOVE::equals).isPresent();
        if (side.isEmpty()) {
            // It has slept through the end of its migration, or its migration was given up.
            return wasRemoved || now.filter(Bindings.KEEP::equals).isPresent() ? Bindings.REMOVE : Bindings.NONE;
        }
        if (side.get() == Side.NEW) {
            return state.isLeaving() ? Bindings.KEEP : Bindings.NONE;
        }
        boolean isLeft = state.phase() == Phase.FINISHED
                || (state.phase() == Phase.FINISHING && (wasRemoved || view.isNewBound()));
        return isLeft ? Bindings.REMOVE : Bindings.KEEP;
    }

    private void start(Bindings bindings) {
        view.bindings(bindings);
        ConsumerGroup group = spec.start(broker);
        handlersAtOnce.ifPresent(group::scaleTo);
        held = new Held(group, bindings);
        log.info("group {}: runs by the baton, bindings {}", spec.name(), bindings);
    }

    private void stop(Held now) {
        now.group().close();
        held = null;
    }

    /** It is empty if nothing is in its queues while nobody here has anything at hand, for a while. */
    private void leave(@Nullable Held now, State state) {
        boolean isNothingLeft = leaving.isNothingLeft();
        if (now != null) {
            if (isNothingLeft && now.areBindingsSet()) {
                stop(now);
                leaving.begin();
            }
        } else if (!isNothingLeft) {
            empty = false;
            tell.run();
            leaving.interrupt();
            start(Bindings.REMOVE);
        } else if (leaving.isQuiet()) {
            empty = true;
            ended = state.phase() != Phase.FINISHING;
        }
    }

    /** Whether its queue has the bindings that it is to have in the end. */
    boolean isSet() {
        Held now = held;
        if (now == null) {
            return empty;
        }
        Bindings last =
                view.state().sideOf(spec.name()).filter(Side.OLD::equals).isPresent() ? Bindings.REMOVE : Bindings.KEEP;
        return now.bindings() == last && now.areBindingsSet();
    }

    boolean isEmpty() {
        return empty;
    }

    Optional<ConsumerGroup> running() {
        return Optional.ofNullable(held).map(Held::group);
    }

    Health health() {
        if (ended) {
            return Health.down("the migration away from group " + spec.name() + " has ended; take it away");
        }
        return running().map(ConsumerGroup::health).orElseGet(() -> Health.waiting(words()));
    }

    private String words() {
        State state = view.state();
        String who = "group " + spec.name() + ": ";
        if (!view.isRead()) {
            return who + "waits until the baton can be read";
        }
        if (leaving.isBegun()) {
            return who + "nothing is left, and it waits for the others of its side";
        }
        return state.sideOf(spec.name()).isPresent()
                ? who + splitting.map(Splitting::words).orElse("about to start")
                : who + "waits for the start of its migration; the baton of group '" + state.group() + "' is "
                        + (state.next().isEmpty()
                                ? "not started"
                                : "between " + state.oldQueue() + " and " + state.newQueue());
    }

    synchronized void scaleTo(int atOnce) {
        running().ifPresent(group -> group.scaleTo(atOnce));
        handlersAtOnce = OptionalInt.of(atOnce);
    }

    synchronized void close() {
        closed = true;
        running().ifPresent(ConsumerGroup::close);
    }
}
