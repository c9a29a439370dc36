package dev.tidings.consumer;

import dev.tidings.consumer.Folded.Work;
import java.util.List;
import java.util.function.Consumer;

/** One way to claim, handle and complete. */
interface Run {
    /**
     * Handles events that are called the same way.
     *
     * @param settle is given all of them, sooner or later, unless this throws; then the others are still to be settled
     */
    void run(List<Work> works, Consumer<List<Decision>> settle);
}
