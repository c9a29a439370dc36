package dev.tidings.consumer;

import dev.tidings.consumer.Folded.Work;
import dev.tidings.events.DomainEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Hands events to a refresher, which says of each what went wrong. Claims nothing: refreshing again does no harm. */
record RefreshRun(Refresher refresher, Handling handling, HandlerCalls calls) implements Run {
    @Override
    public void run(List<Work> works, Consumer<List<Decision>> settle) {
        List<Decision> decisions = new ArrayList<>(works.size());
        List<Claimed> mine = new ArrayList<>(works.size());
        for (Work work : works) {
            if (handling.canBegin(work.arrival())) {
                mine.add(new Claimed(work.arrival(), Optional.empty()));
            } else {
                decisions.add(Decision.giveBack(work.arrival(), Optional.empty()));
            }
        }
        if (!mine.isEmpty()) {
            refresh(mine, decisions);
        }
        settle.accept(decisions);
    }

    private void refresh(List<Claimed> mine, List<Decision> decisions) {
        List<DomainEvent> events = mine.stream().map(Claimed::event).toList();
        Map<DomainEvent, Exception> failures = new HashMap<>();
        long start = System.nanoTime();
        Optional<Throwable> ofAll = calls.thrownBy(() -> failures.putAll(refresher.refresh(events)));
        Duration took = Duration.ofNanos((System.nanoTime() - start) / mine.size());
        for (Claimed one : mine) {
            Optional<Throwable> failure = ofAll.or(() -> Optional.ofNullable(failures.get(one.event())));
            decisions.add(
                    failure.isEmpty()
                            ? Decision.done(one.arrival(), Optional.empty(), took)
                            : handling.failed(one, failure.get(), took));
        }
    }
}
