package dev.tidings.bench.output;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A file with one JSON object a line. */
public final class JsonLines {
    private JsonLines() {}

    /** Writes the file anew; members keep the order of the maps. */
    public static void write(List<Map<String, @Nullable Object>> lines, Path file) throws IOException {
        ObjectMapper json = new ObjectMapper();
        try (Writer writer = Files.newBufferedWriter(file)) {
            for (Map<String, @Nullable Object> line : lines) {
                writer.write(json.writeValueAsString(line) + "\n");
            }
        }
    }
}
