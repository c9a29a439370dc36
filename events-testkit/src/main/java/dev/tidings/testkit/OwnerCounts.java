package dev.tidings.testkit;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** What an owner was asked and has sent. Thread-safe. */
final class OwnerCounts {
    private final AtomicLong requests = new AtomicLong();
    private final Map<String, Long> byPath = new ConcurrentHashMap<>();
    private final Map<Integer, Long> byStatus = new ConcurrentHashMap<>();
    private final AtomicLong bodyBytes = new AtomicLong();
    private final AtomicInteger present = new AtomicInteger();
    private final AtomicInteger mostPresent = new AtomicInteger();

    /** A request while it is there. */
    final class Visit implements AutoCloseable {
        private final AtomicBoolean hasLeft = new AtomicBoolean();

        private Visit() {}

        void answered(int status) {
            byStatus.merge(status, 1L, Long::sum);
        }

        void sending(int bytes) {
            bodyBytes.addAndGet(bytes);
        }

        /** It leaves, once. */
        @Override
        public void close() {
            if (hasLeft.compareAndSet(false, true)) {
                present.decrementAndGet();
            }
        }
    }

    Visit arrived(String path) {
        requests.incrementAndGet();
        byPath.merge(path, 1L, Long::sum);
        mostPresent.accumulateAndGet(present.incrementAndGet(), Math::max);
        return new Visit();
    }

    long requests() {
        return requests.get();
    }

    long requests(String path) {
        return byPath.getOrDefault(path, 0L);
    }

    long answers(int status) {
        return byStatus.getOrDefault(status, 0L);
    }

    long bodyBytes() {
        return bodyBytes.get();
    }

    int mostAtOnce() {
        return mostPresent.get();
    }
}
