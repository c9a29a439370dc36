package dev.tidings.testkit.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is left when a JVM ends that did not close its node. */
@Tag("slow")
class OrphanTest {
    @Test
    void no_broker_outlives_its_JVM_and_the_data_of_a_killed_one_is_wiped_by_the_next() throws Exception {
        Child killed = Child.start();
        killed.process.destroyForcibly();
        killed.awaitEndOfBroker();

        Child ended = Child.start();
        assertThat(killed.data).doesNotExist();
        ended.process.getOutputStream().close();
        ended.awaitEndOfBroker();
        await().untilAsserted(() -> assertThat(ended.data).doesNotExist());
    }

    private record Child(Process process, long broker, Path data) {
        static Child start() throws IOException {
            Process process = new ProcessBuilder(List.of(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            NodeInOwnJvm.class.getName()))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            BufferedReader lines =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            long broker = Long.parseLong(lines.readLine());
            Path data = Path.of(lines.readLine());
            assertThat(ProcessHandle.of(broker)).isPresent();
            assertThat(Files.isDirectory(data)).isTrue();
            return new Child(process, broker, data);
        }

        void awaitEndOfBroker() {
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(ProcessHandle.of(broker)).isEmpty());
        }
    }
}
