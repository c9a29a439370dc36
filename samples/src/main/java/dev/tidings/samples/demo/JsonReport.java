package dev.tidings.samples.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidings.samples.demo.check.Findings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What a run came to, as a file with one JSON object on one line. A figure that could not be had is null, and a reason is given. */
final class JsonReport {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> FIGURES = List.of(
            "published",
            "delivered",
            "duplicates_suppressed",
            "lost",
            "duplicate_effects",
            "stale",
            "callbacks",
            "seconds",
            "deliveries",
            "dead_letters");

    private final Path file;
    private final ObjectNode report = JSON.createObjectNode();

    JsonReport(Path file) {
        this.file = file;
        FIGURES.forEach(report::putNull);
    }

    /** With what was asked for. */
    JsonReport asked(String name, Object value) {
        report.putPOJO(name, value);
        return this;
    }

    /** The run came to an end. */
    void write(Findings findings) throws IOException {
        report.put("published", findings.published());
        report.put("delivered", findings.delivered());
        report.put("duplicates_suppressed", findings.duplicatesSuppressed());
        report.put("lost", findings.lost());
        report.put("duplicate_effects", findings.duplicateEffects());
        report.put("stale", findings.stale());
        report.put("callbacks", findings.callbacks());
        report.put("seconds", findings.took().toMillis() / 1000.0);
        report.put("deliveries", findings.deliveries());
        report.put("dead_letters", findings.deadLetters());
        report.put("ok", findings.allRight());
        write();
    }

    /** The run did not come to an end. */
    void write(String reason) throws IOException {
        report.put("reason", reason);
        report.put("ok", false);
        write();
    }

    private void write() throws IOException {
        Files.writeString(file, JSON.writeValueAsString(report) + "\n");
    }
}
