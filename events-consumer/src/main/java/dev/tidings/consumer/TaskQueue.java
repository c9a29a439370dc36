package dev.tidings.consumer;

import dev.tidings.broker.Broker;
import dev.tidings.broker.Running;
import dev.tidings.events.CheckReturnValue;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * Takes tasks for one kind of worker. Safe for use by many threads.
 *
 * <p>An event says what has happened, and whoever wants to listens; a task says what is to be done, and one of its workers does it. The
 * queues are declared by whoever comes first, submitter or worker: a task that is submitted while no worker runs waits. The workers are a
 * consumer group like any other, with its retries, dead letters, idempotency and scaling.
 *
 * <pre>{@code
 * TaskQueue.Spec thumbnails = TaskQueue.named("thumbnails");
 * thumbnails.workers(task -> render(task.longId("image_id"))).start(broker);
 * try (TaskQueue queue = thumbnails.open(broker)) {
 *     queue.submit(Task.of(DomainEvent.of("thumbnail.render", "image_id", 7)).after(Duration.ofMinutes(5)));
 * }
 * }</pre>
 */
public interface TaskQueue extends Running {

    /**
     * Describes the queue of one kind of worker.
     *
     * @param name letters, digits, {@code - _ .}, at most 100; names its queues, and the group of its workers
     */
    static Spec named(String name) {
        return new Spec(GroupSettings.ofTasks(name), "", Duration.ofSeconds(10));
    }

    /**
     * Submits a task. When it returns, the broker has it, in a queue.
     *
     * @throws dev.tidings.broker.NotPublishedException certainly not submitted: refused, without a queue, or no connection in time
     * @throws dev.tidings.broker.OutcomeUnknownException perhaps submitted: submit the same task object again, and workers recognise it
     */
    void submit(Task task);

    /** The same without waiting; the future fails with what {@link #submit} throws, on a thread that must not be held up. */
    CompletableFuture<Void> submitAsync(Task task);

    /** An immutable description of a queue for tasks. */
    @CheckReturnValue
    final class Spec {
        private final GroupSettings workers;
        private final String source;
        private final Duration deadline;

        private Spec(GroupSettings workers, String source, Duration deadline) {
            this.workers = workers;
            this.source = source;
            this.deadline = deadline;
        }

        /** The service that tasks come from, where they do not say. Default: left open. */
        public Spec source(String service) {
            return new Spec(workers, service, deadline);
        }

        /** How long a submit may take. Default 10 s. */
        public Spec deadline(Duration perSubmit) {
            if (perSubmit.compareTo(Duration.ofMillis(100)) < 0) {
                throw new IllegalArgumentException("a deadline of " + perSubmit + " for a task of '" + workers.name()
                        + "' is too short for a confirm; give at least 100 ms");
            }
            return new Spec(workers, source, perSubmit);
        }

        /** The group of those who do the tasks. Start it where they are to be done, with all that a group can be told. */
        public ConsumerGroup.Spec workers(Handler handler) {
            return ConsumerGroup.Spec.ofTasks(workers, new Call.Each(handler));
        }

        /** The same with a reaction, which says how its handler is called: in a transaction, for several tasks at once. */
        public ConsumerGroup.Spec workers(Reaction reaction) {
            return ConsumerGroup.Spec.ofTasks(workers, reaction.call());
        }

        /** Opens it for submitting. Returns at once. Closed with the broker. */
        public TaskQueue open(Broker broker) {
            return new SubmittingTaskQueue(workers.queues(), source, deadline, broker);
        }

        @Override
        public String toString() {
            return "tasks of " + workers.name();
        }
    }
}
