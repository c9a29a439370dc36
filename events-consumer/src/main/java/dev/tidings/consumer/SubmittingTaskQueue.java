package dev.tidings.consumer;

import dev.tidings.broker.Broker;
import dev.tidings.broker.Health;
import dev.tidings.broker.NotPublishedException;
import dev.tidings.broker.OutcomeUnknownException;
import dev.tidings.broker.internal.ConfirmedPublisher;
import dev.tidings.broker.internal.Topology;
import dev.tidings.broker.internal.Transport;
import dev.tidings.broker.internal.Verdict;
import dev.tidings.events.DomainEvent;
import dev.tidings.events.EventFormat;
import dev.tidings.events.RawMessage;
import dev.tidings.telemetry.internal.Meters;
import dev.tidings.telemetry.internal.TraceContext;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Submits tasks with confirms: to their queue, or to the ladder of delays, which is declared when the first one is to wait. */
final class SubmittingTaskQueue implements TaskQueue {
    private static final int WINDOW = 1_000;

    private final GroupQueues queues;
    private final String source;
    private final Duration deadline;
    private final Transport transport;
    private final ConfirmedPublisher publisher;
    private final Runnable closing = this::close;
    private Optional<ConfirmedPublisher> delaying = Optional.empty();
    private volatile boolean closed;

    SubmittingTaskQueue(GroupQueues queues, String source, Duration deadline, Broker broker) {
        this.queues = queues;
        this.source = source;
        this.deadline = deadline;
        this.transport = Transport.of(broker);
        this.publisher = publisher("tasks of " + queues.group(), queues.workTopology());
        transport.closesPublisher(closing);
    }

    private ConfirmedPublisher publisher(String name, Topology topology) {
        return transport.publisher(
                new ConfirmedPublisher.Settings(name, WINDOW, deadline, deadline.dividedBy(2)), topology);
    }

    @Override
    public void submit(Task task) {
        try {
            outcome(task, send(task).get());
        } catch (ExecutionException e) {
            throw new IllegalStateException("a verdict is a value, never a failure", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OutcomeUnknownException("the thread was interrupted while " + named(task)
                    + " waited for its confirm; submit the same task object again to be sure");
        }
    }

    @Override
    public CompletableFuture<Void> submitAsync(Task task) {
        return send(task).thenAccept(verdict -> outcome(task, verdict));
    }

    private CompletableFuture<Verdict> send(Task task) {
        DomainEvent what = source.isEmpty() || task.what().source().isPresent()
                ? task.what()
                : task.what().from(source);
        RawMessage message = TraceContext.onto(EventFormat.standard().write(what, ""));
        String queue = queues.of(task.priority());
        return task.delay().isZero()
                ? publisher.publish(Letter.task(message, queue))
                : delaying().publish(Letter.delayedTask(message, queue, task.delay()));
    }

    private synchronized ConfirmedPublisher delaying() {
        if (closed) {
            return publisher;
        }
        if (delaying.isEmpty()) {
            Topology delayed = queues.workTopology().and(Topology.delayed(queues.ofTasks()));
            delaying = Optional.of(publisher("delayed tasks of " + queues.group(), delayed));
        }
        return delaying.get();
    }

    private void outcome(Task task, Verdict verdict) {
        submitted(verdict.kind());
        if (verdict.kind() == Verdict.Kind.ROUTED) {
            return;
        }
        throw verdict.isDoubtful()
                ? new OutcomeUnknownException(named(task) + " may or may not be submitted: " + verdict.words()
                        + "; submit the same task object again, and workers recognise it")
                : new NotPublishedException(named(task) + " was not submitted: " + verdict.words());
    }

    private void submitted(Verdict.Kind kind) {
        String outcome = kind == Verdict.Kind.NOT_SENT || kind == Verdict.Kind.REFUSED
                ? "not_published"
                : kind.name().toLowerCase(Locale.ROOT);
        Meters.present()
                .counter("tidings.tasks.submitted", "queue", queues.group(), "outcome", outcome)
                .add(1);
    }

    private String named(Task task) {
        return "task " + task.what().eventId() + " (" + task.what().type() + ") to '" + queues.group() + "'";
    }

    @Override
    public Health health() {
        if (closed) {
            return Health.down("closed");
        }
        String words = "tasks of " + queues.group() + ": " + publisher.words();
        return publisher.isUp() ? Health.up(words) : Health.waiting(words);
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            transport.closed(closing);
            delaying.ifPresent(ConfirmedPublisher::close);
            publisher.close();
        }
    }
}
