package dev.tidings.consumer;

import dev.tidings.consumer.Folded.Work;
import java.util.List;
import java.util.function.Consumer;

/** Calls no handler: observers are told what the queue of a shadow has lost. */
record DroppedRun() implements Run {
    @Override
    public void run(List<Work> works, Consumer<List<Decision>> settle) {
        settle.accept(works.stream()
                .map(work -> Decision.without(work.arrival(), Handled.Verdict.DROPPED))
                .toList());
    }
}
