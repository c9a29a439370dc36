package dev.tidings.samples.demo.stage;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What a run came to, as a file with one JSON object on one line. A figure that could not be had is null, and a reason is given. */
public final class JsonReport {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;
    private final ObjectNode report = JSON.createObjectNode();

    /**
     * Without figures so far.
     *
     * @param figures the names of those that a run to the end has
     */
    public JsonReport(Path file, List<String> figures) {
        this.file = file;
        figures.forEach(report::putNull);
    }

    /** With what was asked for. */
    public JsonReport asked(String name, Object value) {
        report.putPOJO(name, value);
        return this;
    }

    /** The run came to an end. */
    public void write(Map<String, ?> figures, boolean ok) throws IOException {
        figures.forEach(report::putPOJO);
        write(ok);
    }

    /** The run did not come to an end. */
    public void write(String reason) throws IOException {
        report.put("reason", reason);
        write(false);
    }

    private void write(boolean ok) throws IOException {
        report.put("ok", ok);
        Files.writeString(file, JSON.writeValueAsString(report) + "\n");
    }
}
