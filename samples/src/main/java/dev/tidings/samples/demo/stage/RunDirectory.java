package dev.tidings.samples.demo.stage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The directory of one run: the databases, and the log of the libraries, which would tear the table. */
public record RunDirectory(Path path) {

    /** A new one. Before anything is logged, since the log is opened then. */
    public static RunDirectory create() throws IOException {
        RunDirectory directory = new RunDirectory(Files.createTempDirectory("tidings-demo-"));
        logTo(directory.log());
        return directory;
    }

    /** Has this process log there. Before anything is logged. */
    public static void logTo(Path log) {
        System.setProperty("demo.log", log.toString());
    }

    /** The log of this process. */
    public Path log() {
        return path.resolve("demo.log");
    }

    /** Deletes the databases, which nobody will look at if all is right. The log stays. */
    public void tidy() throws IOException {
        try (Stream<Path> files = Files.list(path)) {
            List<Path> databases =
                    files.filter(file -> file.toString().endsWith(".db")).toList();
            for (Path database : databases) {
                Files.delete(database);
            }
        }
    }
}
