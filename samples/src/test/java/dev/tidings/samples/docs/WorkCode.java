package dev.tidings.samples.docs;

import dev.tidings.broker.Broker;
import dev.tidings.consumer.ConsumerGroup;
import dev.tidings.consumer.Task;
import dev.tidings.consumer.TaskQueue;
import dev.tidings.events.DomainEvent;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The pages on tasks and on scaling. */
abstract class WorkCode {
    static final TaskQueue.Spec THUMBNAILS = TaskQueue.named("thumbnails");

    abstract void render(long image);

    abstract void index(long user);

    void work(Broker broker) {
        THUMBNAILS
                .workers(task -> render(task.longId("image_id")))
                .concurrency(4)
                .start(broker);
    }

    void submit(Broker broker) {
        TaskQueue thumbnails = THUMBNAILS.open(broker);
        thumbnails.submit(Task.of(DomainEvent.of("thumbnail.render", "image_id", 7)));
        thumbnails.submit(Task.of(DomainEvent.of("thumbnail.check", "image_id", 7))
                .after(Duration.ofMinutes(5))
                .priority(Task.Priority.LOW));
    }

    void scale(Broker broker) {
        ConsumerGroup search = ConsumerGroup.named("search")
                .on("users", "#", event -> index(event.longId("user_id")))
                .concurrency(16)
                .prefetch(200)
                .start(broker);
        search.scaleTo(32);
    }

    void autoscale(Broker broker) {
        ConsumerGroup.named("search")
                .on("users", "#", event -> index(event.longId("user_id")))
                .autoscale(2, 64, 50)
                .start(broker);
    }

    void executor(Broker broker) {
        ExecutorService threads = Executors.newCachedThreadPool(); // or newVirtualThreadPerTaskExecutor()
        ConsumerGroup.named("search")
                .on("users", "#", event -> index(event.longId("user_id")))
                .concurrency(500)
                .executor(threads)
                .start(broker);
    }
}
