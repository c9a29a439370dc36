package dev.tidings.owner;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Requests that wait a moment for others to join. Who comes after a request was sent waits for the next one, since an answer that was
 * sent for before an event may be from before it, too. Safe for use by many threads.
 */
final class Flights<T> {
    private final int together;
    private final Duration window;
    private final BiConsumer<Duration, Runnable> later;
    private final Consumer<List<Flight<T>>> sending;
    private final Runnable joined;
    private final Map<Flight.Key, Flight<T>> waiting = new LinkedHashMap<>();

    /**
     * @param together so many entities in one request
     * @param later runs something after a while
     * @param sending asks for these and completes them
     * @param joined is told when somebody needs no request of his own
     */
    Flights(
            int together,
            Duration window,
            BiConsumer<Duration, Runnable> later,
            Consumer<List<Flight<T>>> sending,
            Runnable joined) {
        this.together = together;
        this.window = window;
        this.later = later;
        this.sending = sending;
        this.joined = joined;
    }

    CompletableFuture<Fetched<T>> join(Flight.Key key, OptionalLong atLeast) {
        CompletableFuture<Fetched<T>> answer;
        boolean isNew;
        synchronized (waiting) {
            int before = waiting.size();
            Flight<T> flight = waiting.computeIfAbsent(key, Flight::new);
            isNew = waiting.size() > before;
            flight.join(atLeast);
            answer = flight.answer();
        }
        if (isNew) {
            later.accept(window, this::send);
        } else {
            joined.run();
        }
        return answer;
    }

    /** As often as there are new flights, so each is sent by one of these, or by an earlier one. */
    private void send() {
        List<Flight<T>> due = take();
        if (due.isEmpty()) {
            return;
        }
        try {
            sending.accept(due);
        } catch (RuntimeException | Error e) {
            due.forEach(flight -> flight.answer().completeExceptionally(e));
        }
    }

    private List<Flight<T>> take() {
        synchronized (waiting) {
            List<Flight<T>> due = new ArrayList<>();
            Iterator<Flight<T>> oldest = waiting.values().iterator();
            while (due.size() < together && oldest.hasNext()) {
                due.add(oldest.next());
                oldest.remove();
            }
            return due;
        }
    }
}
