package dev.tidings.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The runnable jar as it was built. */
class StandaloneJarIT {
    private static final Path JAR = Path.of(System.getProperty("standalone.jar"));

    @TempDir
    Path directory;

    @Test
    void it_starts_in_memory_is_silent_and_stops_on_sigterm() throws IOException {
        try (ChildBroker child = ChildBroker.ofJar(JAR, "--port", "0")) {
            try (Client client = Client.at(child.uri())) {
                client.queue("first").publish("first", "hello");
                assertThat(Client.text(client.take("first"))).isEqualTo("hello");
            }
            assertThat(child.terminate()).isEqualTo(128 + 15);
            assertThat(child.output()).isEmpty();
            assertThat(child.errors()).isEmpty();
        }
    }

    @Test
    void it_keeps_messages_in_a_directory() throws IOException {
        String[] options = {"--port", "0", "--store", directory.toString()};
        try (ChildBroker child = ChildBroker.ofJar(JAR, options);
                Client client = Client.at(child.uri())) {
            client.queue("kept").publish("kept", "kept");
            assertThat(client.channel.messageCount("kept")).isEqualTo(1);
            assertThat(child.terminate()).isEqualTo(128 + 15);
        }
        try (ChildBroker child = ChildBroker.ofJar(JAR, options);
                Client client = Client.at(child.uri())) {
            assertThat(Client.text(client.take("kept"))).isEqualTo("kept");
        }
    }

    @Test
    void licence_and_notices_of_what_it_carries_are_in_it() throws IOException {
        try (JarFile jar = new JarFile(JAR.toFile())) {
            assertThat(jar.getEntry("META-INF/LICENSE")).isNotNull();
            assertThat(jar.getEntry("META-INF/LICENSE.txt")).isNotNull();
            String notice = new String(
                    jar.getInputStream(jar.getEntry("META-INF/NOTICE")).readAllBytes(), StandardCharsets.UTF_8);
            assertThat(notice)
                    .contains("Apache Qpid Broker-J")
                    .contains("Derby")
                    .contains("Jackson");
        }
    }
}
