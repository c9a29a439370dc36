package dev.tidings.bench.output;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say where results are written besides the terminal. */
public final class OutputOptions {
    @Option(
            names = "--json",
            paramLabel = "FILE",
            description = "Also write the results there, one JSON object a line.")
    private @Nullable Path json;

    @Option(names = "--markdown", paramLabel = "FILE", description = "Also write the tables there, in Markdown.")
    private @Nullable Path markdown;

    /** Writes the files that are wanted anew; members keep the order of the maps. */
    public void write(List<Map<String, @Nullable Object>> lines, String tables) throws IOException {
        if (json != null) {
            ObjectMapper mapper = new ObjectMapper();
            try (Writer writer = Files.newBufferedWriter(json)) {
                for (Map<String, @Nullable Object> line : lines) {
                    writer.write(mapper.writeValueAsString(line) + "\n");
                }
            }
        }
        if (markdown != null) {
            Files.writeString(markdown, tables);
        }
    }
}
