package dev.tidings.migration.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say where a result is written besides the terminal. */
final class OutputOptions {
    @Option(names = "--json", paramLabel = "FILE", description = "Also write it there, as JSON.")
    private @Nullable Path json;

    void write(Supplier<String> text) throws IOException {
        if (json != null) {
            Files.writeString(json, text.get() + "\n");
        }
    }
}
