package dev.tidings.publisher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.broker.Broker;
import dev.tidings.events.DomainEvent;
import dev.tidings.testkit.broker.RabbitMq;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Micrometer and OpenTelemetry may be absent, both or either. */
class WithoutTelemetryTest {
    private static final String URI = "TIDINGS_TEST_CHILD_URI";

    @RegisterExtension
    static final RabbitMq rabbit = RabbitMq.shared();

    /** Publishes one event, and tells what became of it and which of the libraries there are. */
    static final class Child {
        private Child() {}

        public static void main(String[] exchange) {
            try (Broker broker = Broker.connect(System.getenv(URI));
                    EventPublisher publisher = EventPublisher.to(exchange[0])
                            .deadline(Duration.ofSeconds(20))
                            .open(broker)) {
                System.out.println(publisher.publish(DomainEvent.of("user.created", "user_id", 1))
                        + " micrometer " + has("io.micrometer.core.instrument.Metrics")
                        + " opentelemetry " + has("io.opentelemetry.api.trace.Span"));
            }
        }

        private static boolean has(String name) {
            try {
                Class.forName(name);
                return true;
            } catch (ClassNotFoundException absent) {
                return false;
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'micrometer, opentelemetry', micrometer false opentelemetry false",
        "micrometer, micrometer false opentelemetry true",
        "opentelemetry, micrometer true opentelemetry false",
    })
    void an_event_is_published_without_them(String absent, String present) throws Exception {
        String exchange = rabbit.name("without");
        try (RawQueue queue = new RawQueue(rabbit.uri(), exchange).boundTo(exchange, "topic", "#")) {
            assertThat(child(classPathWithout(List.of(absent.split(", ", -1))), exchange))
                    .contains("ROUTED " + present)
                    .doesNotContain("NoClassDefFoundError");
            assertThat(queue.drain()).hasSize(1);
        }
    }

    private static String classPathWithout(List<String> libraries) {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> libraries.stream()
                        .noneMatch(library ->
                                Path.of(entry).getFileName().toString().contains(library)))
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static String child(String classPath, String exchange) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                classPath,
                Child.class.getName(),
                exchange);
        builder.environment().put(URI, rabbit.uri());
        Process process = builder.redirectErrorStream(true).start();
        String output;
        try (var lines = process.inputReader(StandardCharsets.UTF_8)) {
            output = lines.lines().collect(Collectors.joining("\n"));
        }
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).as(output).isTrue();
        return output;
    }
}
