package dev.tidings.consumer;

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

    record Each(Handler handler) implements Call {}

    record Together(Reaction.Batch handler) implements Call {}

    record EachInTransaction(Reaction.Transactional handler) implements Call {}

    record TogetherInTransaction(Reaction.TransactionalBatch handler) implements Call {}
}
