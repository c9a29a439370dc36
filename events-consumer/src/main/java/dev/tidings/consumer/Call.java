package dev.tidings.consumer;

import java.util.List;
import java.util.function.UnaryOperator;

/** How a handler is called: for each event or for several, in a transaction or not. */
sealed interface Call {

    /** Whether it needs a store that takes part in transactions. */
    default boolean isTransactional() {
        return this instanceof EachInTransaction || this instanceof TogetherInTransaction;
    }

    /** Whether what is called this way and what is called that way can be claimed and handled in one run. */
    default boolean goesWith(Call other) {
        boolean each = this instanceof Each && other instanceof Each;
        boolean eachInTransaction = this instanceof EachInTransaction && other instanceof EachInTransaction;
        return each || eachInTransaction || equals(other);
    }

    /** The same, with its handler seen through these filters, the first one outermost. A handler for several events has none. */
    default Call through(List<UnaryOperator<Handler>> filters) {
        if (this instanceof Each each) {
            return new Each(filtered(each.handler(), filters));
        }
        if (this instanceof EachInTransaction each) {
            return new EachInTransaction((event, transaction) -> filtered(
                            same -> each.handler().handle(same, transaction), filters)
                    .handle(event));
        }
        return this;
    }

    private static Handler filtered(Handler handler, List<UnaryOperator<Handler>> filters) {
        Handler outermost = handler;
        for (int i = filters.size() - 1; i >= 0; i--) {
            outermost = filters.get(i).apply(outermost);
        }
        return outermost;
    }

    /** Whether it is called for several events. */
    default boolean isForMany() {
        return this instanceof Together || this instanceof TogetherInTransaction || this instanceof Refreshing;
    }

    /** Whether it waits most of its time, as long for one event as for many. */
    default boolean waits() {
        return this instanceof Refreshing;
    }

    record Each(Handler handler) implements Call {}

    record Together(Reaction.Batch handler) implements Call {}

    record EachInTransaction(Reaction.Transactional handler) implements Call {}

    record TogetherInTransaction(Reaction.TransactionalBatch handler) implements Call {}

    record Refreshing(Refresher refresher) implements Call {}
}
