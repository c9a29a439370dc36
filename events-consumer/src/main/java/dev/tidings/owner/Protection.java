package dev.tidings.owner;

import dev.tidings.consumer.NotYetException;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import okhttp3.Response;

/**
 * Spares an owner that has trouble: one more try, none while it asked for a rest, and none for a while after half of the last requests
 * have failed. Says of each failure whether it is the owner's or the request's. Safe for use by many threads.
 */
final class Protection {
    private static final Duration TRY_AGAIN = Duration.ofMillis(100);
    private static final Duration OPEN = Duration.ofSeconds(2);
    private static final Duration SHORTEST_REST = Duration.ofSeconds(1);
    private static final Duration LONGEST_REST = Duration.ofMinutes(5);
    private static final String RETRY_AFTER = "Retry-After";
    /** Said with 425, or with a 503 that means the same: the version that the owner sees. */
    private static final String SEEN_VERSION = "Tidings-Version";

    private final CircuitBreaker circuit;
    private final Retry retry;
    private final AtomicLong restUntil = new AtomicLong(System.nanoTime());

    /** The owner failed, not the request. */
    private static final class TroubleException extends IOException {
        private static final long serialVersionUID = 1;

        private final String answered;
        /** Whether it may be this request alone. */
        private final boolean mayBeRequest;

        TroubleException(String answered, boolean mayBeRequest) {
            super(answered);
            this.answered = answered;
            this.mayBeRequest = mayBeRequest;
        }
    }

    Protection(String host) {
        this.circuit = CircuitBreaker.of(
                host,
                CircuitBreakerConfig.custom()
                        .slidingWindowSize(20)
                        .minimumNumberOfCalls(6)
                        .failureRateThreshold(50)
                        .waitDurationInOpenState(OPEN)
                        .permittedNumberOfCallsInHalfOpenState(1)
                        .recordException(Protection::isFailure)
                        .build());
        this.retry = Retry.of(
                host,
                RetryConfig.custom()
                        .maxAttempts(2)
                        .intervalFunction(IntervalFunction.ofRandomized(TRY_AGAIN))
                        .retryOnException(IOException.class::isInstance)
                        .build());
    }

    /** An answer of no use is the request's failure, and the owner's where most are. */
    private static boolean isFailure(Throwable thrown) {
        return thrown instanceof IOException || thrown instanceof OwnerAnswerException;
    }

    /** Whether nothing is sent for now. */
    boolean isOpen() {
        return circuit.getState() == CircuitBreaker.State.OPEN || rest() > 0;
    }

    private long rest() {
        return restUntil.get() - System.nanoTime();
    }

    Reply ask(String words, Callable<Reply> asking) {
        if (rest() > 0) {
            throw new OwnerUnavailableException(words + " was not sent: the owner asked for a rest, of "
                    + Duration.ofNanos(rest()).toSeconds() + " s more");
        }
        boolean wasWell = circuit.getState() == CircuitBreaker.State.CLOSED;
        try {
            return retry.executeCallable(() -> circuit.executeCallable(asking));
        } catch (CallNotPermittedException e) {
            throw new OwnerUnavailableException(
                    words + " was not sent: the last requests have failed, and the next is tried within " + OPEN, e);
        } catch (TroubleException e) {
            if (wasWell && e.mayBeRequest) {
                throw new OwnerAnswerException(e.answered, e);
            }
            throw new OwnerUnavailableException(e.answered, e);
        } catch (OwnerAnswerException e) {
            if (wasWell) {
                throw e;
            }
            throw new OwnerUnavailableException(
                    words + " was answered with what is of no use, as the last ones were", e);
        } catch (IOException e) {
            throw new OwnerUnavailableException(words + " got no answer: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(words + " failed in a way that no request fails", e);
        }
    }

    /** Throws for what is no answer. */
    void judge(Response response, String words) throws Exception {
        int status = response.code();
        String answered = words + " answered " + status;
        switch (status) {
            case 200, 304, 404, 410 -> {
                return;
            }
            case 425 -> throw new NotYetException(answered + ", it does not know that version yet");
            case 401 ->
                throw new OwnerUnavailableException(
                        answered + "; give the owner an Authorization header that it takes");
            case 429, 502, 503, 504 -> throw busy(response, answered);
            default ->
                throw status >= 500
                        ? new TroubleException(answered, true)
                        : new OwnerAnswerException(answered + "; expected 200, 304, 404 or 410, and no redirect");
        }
    }

    /** What to throw for an owner that cannot for now, and perhaps says until when. */
    private Exception busy(Response response, String answered) {
        if (response.header(SEEN_VERSION) != null) {
            return new NotYetException(answered + ", it knows version " + response.header(SEEN_VERSION) + " so far");
        }
        Optional<Duration> rest =
                Optional.ofNullable(response.header(RETRY_AFTER)).flatMap(Protection::duration);
        if (rest.isEmpty()) {
            return new TroubleException(answered, false);
        }
        long until = System.nanoTime() + bounded(rest.get()).toNanos();
        restUntil.accumulateAndGet(until, (one, other) -> one - other > 0 ? one : other);
        return new OwnerUnavailableException(
                answered + ", and asks for a rest of " + bounded(rest.get()).toSeconds() + " s");
    }

    private static Duration bounded(Duration rest) {
        if (rest.compareTo(SHORTEST_REST) < 0) {
            return SHORTEST_REST;
        }
        return rest.compareTo(LONGEST_REST) > 0 ? LONGEST_REST : rest;
    }

    /** Of seconds, or until a date. */
    private static Optional<Duration> duration(String retryAfter) {
        try {
            return Optional.of(Duration.ofSeconds(Long.parseLong(retryAfter.trim())));
        } catch (NumberFormatException notSeconds) {
            return date(retryAfter).map(until -> Duration.between(Instant.now(), until));
        }
    }

    private static Optional<Instant> date(String retryAfter) {
        try {
            return Optional.of(ZonedDateTime.parse(retryAfter.trim(), DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant());
        } catch (DateTimeException neither) {
            return Optional.empty();
        }
    }
}
