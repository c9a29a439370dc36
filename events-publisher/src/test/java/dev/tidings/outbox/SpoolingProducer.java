package dev.tidings.outbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tidings.broker.Broker;
import dev.tidings.events.DomainEvent;
import dev.tidings.publisher.EventPublisher;
import dev.tidings.testkit.process.Exit;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A process of its own that publishes into a spool until it is killed, and prints each event's id after the publish returned. */
final class SpoolingProducer implements AutoCloseable {
    private static final int THREADS = 3;
    private static final int ID_LENGTH = 36;

    private final Process process;

    private SpoolingProducer(Process process) {
        this.process = process;
    }

    static SpoolingProducer start(String uri, String exchange, Path directory) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new SpoolingProducer(new ProcessBuilder(
                        java,
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SpoolingProducer.class.getName(),
                        uri,
                        exchange,
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    /** What it printed until it was killed, after at least so many. */
    List<String> killAfter(int printed) throws IOException {
        List<String> ids = new ArrayList<>();
        try (var lines = process.inputReader(UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                // A kill may cut the last line.
                if (line.length() == ID_LENGTH) {
                    ids.add(line);
                }
                if (ids.size() == printed) {
                    process.toHandle().destroyForcibly();
                }
            }
        }
        return ids;
    }

    /** Waits until it has the spool open. */
    void awaitFirst() throws IOException {
        if (process.inputReader(UTF_8).readLine() == null) {
            throw new IllegalStateException("the producer did not start");
        }
    }

    @Override
    public void close() {
        process.toHandle().destroyForcibly();
        Exit.await(process);
    }

    public static void main(String[] args) {
        Broker broker = Broker.connect(args[0]);
        EventSpool spool = EventPublisher.to(args[1]).spool(Path.of(args[2])).open(broker);
        for (int thread = 0; thread < THREADS; thread++) {
            new Thread(() -> publishForEver(spool)).start();
        }
    }

    private static void publishForEver(EventSpool spool) {
        for (long id = 0; ; id++) {
            DomainEvent event = DomainEvent.of("user.created", "user_id", id);
            spool.publish(event);
            System.out.println(event.eventId());
        }
    }
}
