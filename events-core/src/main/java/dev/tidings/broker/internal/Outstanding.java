package dev.tidings.broker.internal;

import dev.tidings.broker.internal.ConfirmedPublisher.Settings;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The publishes that have no verdict yet: at most a window of them, and each id once. Safe for use by many threads. */
final class Outstanding {
    private static final String INTERRUPTED = "the thread was interrupted while it waited for its turn";

    private final Settings settings;
    private final Supplier<String> words;
    private final Semaphore window;
    private final Map<String, Publication> byId = new ConcurrentHashMap<>();
    private volatile boolean closed;

    /** @param words says how the publisher is, for those who waited in vain */
    Outstanding(Settings settings, Supplier<String> words) {
        this.settings = settings;
        this.words = words;
        this.window = new Semaphore(settings.window());
    }

    /** Takes a place in the window, and waits for it; "" if it has one, else why it has none. */
    String admit(Publication publication) {
        try {
            if (!window.tryAcquire(publication.nanosLeft(), TimeUnit.NANOSECONDS)) {
                return settings.window() + " publishes are outstanding, and there was no place for this one within "
                        + settings.deadline() + ": " + words.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return INTERRUPTED;
        }
        String refusal = register(publication);
        if (!refusal.isEmpty()) {
            window.release();
        }
        return refusal;
    }

    /** Returns are matched by id, so an id is outstanding once at a time. */
    private String register(Publication publication) {
        try {
            while (!closed) {
                Publication other = byId.putIfAbsent(publication.id(), publication);
                if (other == null) {
                    return "";
                }
                other.verdict().get(publication.nanosLeft(), TimeUnit.NANOSECONDS);
            }
            return "the publisher is closed";
        } catch (TimeoutException e) {
            return "a publish with the same id was outstanding for all of " + settings.deadline() + ": " + words.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a verdict is a value, never a failure", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return INTERRUPTED;
        }
    }

    /** Gives it this verdict, unless it has one. */
    void settle(Publication publication, Verdict verdict) {
        if (publication.decide()) {
            tell(publication, verdict);
        }
    }

    /** Gives it the verdict that it is not known to be at the broker, unless it has one. */
    void giveUp(Publication publication, String why) {
        publication.giveUp(why).ifPresent(verdict -> tell(publication, verdict));
    }

    private void tell(Publication publication, Verdict verdict) {
        byId.remove(publication.id(), publication);
        window.release();
        publication.verdict().complete(verdict);
    }

    @Nullable
    Publication withId(String id) {
        return byId.get(id);
    }

    /** All of them now; may be gone through while others come and go. */
    Collection<Publication> all() {
        return byId.values();
    }

    int count() {
        return byId.size();
    }

    /** Admits nobody any more, and waits until all have their verdict; false if they have not by the deadline. */
    boolean drain() {
        closed = true;
        try {
            boolean empty =
                    window.tryAcquire(settings.window(), settings.deadline().toNanos(), TimeUnit.NANOSECONDS);
            if (empty) {
                // Whoever still waits for a place gets one, and hears that it is too late.
                window.release(settings.window());
            }
            return empty;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
