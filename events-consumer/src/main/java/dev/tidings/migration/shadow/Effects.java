package dev.tidings.migration.shadow;

import dev.tidings.migration.Outcome.Answer;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a handler does to the world, for one event. Live it is done, in a shadow only told; both are recorded alike, so that they can be
 * compared. Safe for use by many threads, until the handler returns.
 *
 * <p>Values are as {@link dev.tidings.migration.Result#effect} takes them, and are read when the handler has returned. What cannot be
 * written as JSON makes the outcome a failure, and never the handler.
 */
public interface Effects {

    /** Whether {@link #perform} does it. A handler that asks should have a good reason. */
    boolean areReal();

    /** A field of the effect. Told again, the last value counts. */
    void tell(String field, @Nullable Object value);

    /**
     * What was read in order to decide, by which events whose two sides read different things are told apart. Several readings count
     * together, in their order.
     *
     * @param said of the entity; {@code GONE} if one of several readings says so
     * @param json what was read; only its {@link dev.tidings.migration.InputHash} is kept
     */
    void read(Answer said, String json);

    /**
     * Something that is done to the world: a mail, a payment, a call. Of the effect it is one more element in the array {@code name}.
     *
     * <p>Live the action runs at once, and what it throws is thrown. In a shadow it does not run.
     *
     * @param what of the action is compared
     */
    void perform(String name, Map<String, ?> what, Action action) throws Exception;

    /** Does something to the world. */
    @FunctionalInterface
    interface Action {
        /** Does it. */
        void run() throws Exception;
    }
}
