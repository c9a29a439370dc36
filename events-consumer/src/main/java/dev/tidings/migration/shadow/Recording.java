package dev.tidings.migration.shadow;

import dev.tidings.consumer.Handled;
import dev.tidings.consumer.Handler;
import dev.tidings.consumer.Reaction;
import dev.tidings.consumer.Refresher;
import dev.tidings.events.CheckReturnValue;
import dev.tidings.events.DomainEvent;
import dev.tidings.jdbc.internal.Sessions;
import dev.tidings.migration.OutcomeStore;
import dev.tidings.migration.Result;
import dev.tidings.migration.Sampling;
import dev.tidings.migration.Side;
import dev.tidings.migration.jdbc.JdbcOutcomeStore;
import java.sql.Connection;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import javax.sql.DataSource;

/**
 * Records what handlers do about events, or would do, as outcomes of one side of a {@link dev.tidings.migration.Comparison}.
 *
 * <pre>{@code
 * Recording old = Recording.live("billing/v2", Side.OLD, outcomes);
 * ConsumerGroup.named("billing").on("shop", "order.*", old.handling(bills)).observing(old).start(broker);
 *
 * Recording next = Recording.shadow("billing/v2", outcomes);
 * ConsumerGroup.shadow("billing", "v2").on("shop", "order.*", next.handling(newBills)).observing(next).start(broker);
 * }</pre>
 *
 * <p><b>Live</b>, a handler is called as ever. It is not slowed or failed by the recording: outcomes are stored afterwards by a thread of
 * this recording, 500 at a time, and up to 10,000 of them (or 32 million characters of effects) wait while the store is away. What comes
 * then is lost, counted by {@link #lost} and logged once. So is what waits in a process that is killed.
 *
 * <p><b>In a shadow</b> nothing is done: actions do not run, and transactions are rolled back. A handler returns when its outcome is
 * stored, so nothing is acknowledged before. A store that does not work pauses the shadow.
 *
 * <p>What a handler throws is recorded as a failure, with its class and message, in which passwords, tokens and the like are masked, and
 * thrown on. What says nothing of the event is not recorded, since the event comes again: an
 * {@link dev.tidings.consumer.UnavailableException}, a {@link dev.tidings.consumer.NotYetException}, a lost connection to a database, an
 * interrupt. Give the recording to the group as an observer, too: so it records what a bounded queue dropped, and what failed without the
 * handler's doing.
 *
 * <p>Events without an id of their own cannot be joined with the other side; they are as those that are not sampled, and counted as lost.
 * Immutable but for what it counts, and safe for use by many threads. A setting makes another recording, which shares the thread and is
 * closed with this one. Close it after the group.
 */
public final class Recording implements Consumer<Handled>, AutoCloseable {
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(10);
    private static final Duration DELAY = Duration.ofSeconds(2);

    private final Scope scope;
    private final Mode mode;

    /** Handles one event, and touches the world through effects. */
    @FunctionalInterface
    public interface Handling {
        /** Handles one event. */
        void handle(DomainEvent event, Effects effects) throws Exception;
    }

    /** Handles one event within a database transaction, and touches the rest of the world through effects. */
    @FunctionalInterface
    public interface Transactional {
        /**
         * Handles one event.
         *
         * @param transaction is ended by whoever calls
         */
        void handle(DomainEvent event, Connection transaction, Effects effects) throws Exception;
    }

    /** Handles several events at once, and touches the world through effects. */
    @FunctionalInterface
    public interface Batch {
        /** Handles events, the earlier ones of an entity first, each with its effects. */
        void handle(Map<DomainEvent, Effects> events) throws Exception;
    }

    /** Reads, after the handler and in its transaction, what it has written about an event. */
    @FunctionalInterface
    public interface Probe {
        /** The fields of the effect. It must not change anything. */
        Map<String, ?> read(DomainEvent event, Connection transaction) throws Exception;
    }

    /** Reads what a system that cannot be changed has made of an event. */
    @FunctionalInterface
    public interface StateReader {
        /** The fields of the effect, such as the row of the entity that the event names. */
        Map<String, ?> read(DomainEvent event) throws Exception;
    }

    private Recording(Scope scope, Mode mode) {
        this.scope = scope;
        this.mode = mode;
    }

    /**
     * Of a side whose effects are real. A handler in a transaction may be undone after its outcome was taken, with the whole transaction,
     * and be called again; its first outcome stays. {@link #liveInTransaction} is exact there.
     */
    public static Recording live(String comparison, Side side, OutcomeStore store) {
        return new Recording(Scope.of(comparison, side), new Live(recorder(comparison, store), Optional.empty()));
    }

    /**
     * The same on the database of the handlers: an outcome of a handler in a transaction is written within that transaction, so there is
     * one if and only if there is the effect. If it cannot be written, it is lost and the effect stays. Costs two or three round trips.
     * All else is stored afterwards, as in {@link #live}.
     *
     * @param store in the same database as the handlers' transactions
     */
    public static Recording liveInTransaction(String comparison, Side side, JdbcOutcomeStore store) {
        return new Recording(Scope.of(comparison, side), new Live(recorder(comparison, store), Optional.of(store)));
    }

    /** Of a side that would do, and does not: the new one. */
    public static Recording shadow(String comparison, OutcomeStore store) {
        return shadow(comparison, Side.NEW, store);
    }

    /** The same of any side: {@code OLD} with {@link #probing}. */
    public static Recording shadow(String comparison, Side side, OutcomeStore store) {
        return new Recording(
                Scope.of(comparison, side),
                new Shadow(
                        comparison, new SharedFlush(comparison, store), recorder(comparison, store), Optional.empty()));
    }

    private static Recorder recorder(String comparison, OutcomeStore store) {
        return new Recorder(comparison, store, CLOSE_WITHIN);
    }

    /**
     * The connections for handlers in transactions, which are never committed. Of a live recording, it changes nothing: there the
     * transactions are the group's.
     *
     * @param dataSource best of a database that only the shadow uses: until it is rolled back, a transaction holds locks, which others
     *     wait for
     */
    @CheckReturnValue
    public Recording rollingBack(DataSource dataSource) {
        return new Recording(scope, mode.on(new Sessions(dataSource)));
    }

    /** Only this share of the entities is recorded. Others are handled live, and in a shadow acknowledged without a call. Default: all. */
    @CheckReturnValue
    public Recording sampling(Sampling share) {
        return new Recording(scope.sampling(share), mode);
    }

    /** Records each outcome under another name, too: as the old side of a comparison that measures noise. */
    @CheckReturnValue
    public Recording alsoAs(String comparison) {
        return new Recording(scope.alsoAs(comparison), mode);
    }

    /** For {@code ConsumerGroup.Spec.on}. */
    public Handler handling(Handling handler) {
        return event -> {
            Collected effects = new Collected(mode.isReal());
            if (mode.records(scope, event)) {
                mode.call(scope, event, effects, () -> handler.handle(event, effects));
                mode.keep(() -> scope.outcomes(event, effects.result(), effects));
            } else if (mode.isReal()) {
                handler.handle(event, effects);
            }
        };
    }

    /**
     * For {@code ConsumerGroup.Spec.on}: several events at once. If the handler throws, it is called again with fewer of them, as in
     * {@link Reaction#inBatches}, until the one that fails is alone; so what was performed may be performed again.
     */
    public Reaction inBatches(Batch handler) {
        return Reaction.inBatches(new BatchCall(scope, mode, handler));
    }

    /**
     * For {@code ConsumerGroup.Spec.on}. Live the transaction is the group's, as in {@link Reaction#inTransaction}. In a shadow each event
     * has one of its own, READ COMMITTED, on a connection of {@link #rollingBack}, and it is always rolled back. On that connection
     * {@code commit}, {@code close} and the like are refused, and so are statements such as {@code commit}; if the transaction is ended all
     * the same, the outcome is a failure, and the log says so.
     *
     * <p>What a rollback does not undo: values taken from sequences and auto-increments, locks and settings of the session, tables that
     * were made or changed (on PostgreSQL that is undone; elsewhere such statements are refused, if they are the first of their text),
     * what is done on other connections or outside of the database. What is checked at the commit only, such as deferred constraints, is
     * not found.
     *
     * @param probe reads the effect, in the same transaction; if it fails, that is recorded, and the handler's effect stays
     * @throws IllegalStateException in a shadow without {@link #rollingBack}
     */
    public Reaction inTransaction(Transactional handler, Probe probe) {
        return mode.inTransaction(scope, handler, probe);
    }

    /**
     * For {@code ConsumerGroup.Spec.mirror}, in a shadow: instead of handling an event, waits until the system that did so should be done,
     * and reads what came of it. Default: 2 s after the event came here.
     *
     * <p>Up to 100 events wait together. A handler at once is good for up to 50 events a second, so raise the group's concurrency for
     * more. What was read may be the work of a later event of the same entity. What cannot be read is recorded as a failure.
     *
     * @throws IllegalStateException of a live recording
     */
    public Refresher probing(StateReader reader) {
        return probing(DELAY, reader);
    }

    /**
     * The same with another delay.
     *
     * @param delay longer than the system takes for most events, 0 to 10 minutes
     */
    public Refresher probing(Duration delay, StateReader reader) {
        return mode.probing(scope, delay, reader);
    }

    /** How many outcomes could not be recorded so far. */
    public long lost() {
        return mode.recorder().lost();
    }

    /** For {@code ConsumerGroup.Spec.observing}. Returns at once. */
    @Override
    public void accept(Handled handled) {
        handled.event()
                .filter(scope::covers)
                .ifPresent(event -> result(handled)
                        .ifPresent(result -> mode.recorder().add(() -> scope.outcomes(event, result, handled.took()))));
    }

    private static Optional<Result> result(Handled handled) {
        return switch (handled.verdict()) {
            case DROPPED -> Optional.of(Result.dropped());
            case LEFT, DEAD -> handled.failure().map(failure -> Result.failed(Reasons.of(failure)));
            default -> Optional.empty();
        };
    }

    /** Stores what waits, for up to 10 s. */
    @Override
    public void close() {
        mode.recorder().close();
    }

    @Override
    public String toString() {
        return scope.toString();
    }
}
