package dev.tidings.consumer;

import dev.tidings.events.DomainEvent;
import java.sql.Connection;
import java.util.List;

/**
 * What a group does with an event, where a plain {@link Handler} is not enough. Made by factories that say what the handler is given.
 *
 * <p>All of them follow the rule of handlers: returning acknowledges, throwing goes to the failure policy.
 */
public final class Reaction {
    private final Call call;

    private Reaction(Call call) {
        this.call = call;
    }

    /** Handles one event within a database transaction. */
    @FunctionalInterface
    public interface Transactional {
        /**
         * Handles one event.
         *
         * @param transaction belongs to the group, which commits it, rolls it back, and closes it
         */
        void handle(DomainEvent event, Connection transaction) throws Exception;
    }

    /** Handles several events at once. */
    @FunctionalInterface
    public interface Batch {
        /** Handles events, the earlier ones of an entity first. */
        void handle(List<DomainEvent> events) throws Exception;
    }

    /** Handles several events at once within a database transaction. */
    @FunctionalInterface
    public interface TransactionalBatch {
        /**
         * Handles events, the earlier ones of an entity first.
         *
         * @param transaction belongs to the group, which commits it, rolls it back, and closes it
         */
        void handle(List<DomainEvent> events, Connection transaction) throws Exception;
    }

    /** As without a reaction: one event at a time. */
    public static Reaction one(Handler handler) {
        return new Reaction(new Call.Each(handler));
    }

    /**
     * The claim, what the handler does on the connection, and the completion are committed together: that happens exactly once.
     *
     * <p>Several events may share a transaction. If one fails, all of it is rolled back, and each is handled again, that one alone
     * without an effect; so what a handler does elsewhere may happen more than once. Needs a store that takes part in transactions,
     * such as {@code JdbcIdempotencyStore}; a group without one is refused when it starts.
     */
    public static Reaction inTransaction(Transactional handler) {
        return new Reaction(new Call.EachInTransaction(handler));
    }

    /**
     * Gets the events that are there, one or more, up to 100. If it throws, it is called again with each half of them, and so on until
     * the one that fails is alone.
     */
    public static Reaction inBatches(Batch handler) {
        return new Reaction(new Call.Together(handler));
    }

    /** Both: several events at once, and all that is done on the connection exactly once. If it throws, as in {@link #inBatches}. */
    public static Reaction inTransactionBatches(TransactionalBatch handler) {
        return new Reaction(new Call.TogetherInTransaction(handler));
    }

    Call call() {
        return call;
    }
}
