package dev.tidings.samples.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The directory of one run: the databases, and the log of the libraries, which would tear the table. */
record RunDirectory(Path path) {

    /** A new one. Before anything is logged, since the log is opened then. */
    static RunDirectory create() throws IOException {
        RunDirectory directory = new RunDirectory(Files.createTempDirectory("tidings-demo-"));
        System.setProperty("demo.log", directory.log().toString());
        return directory;
    }

    Path log() {
        return path.resolve("demo.log");
    }

    /** Deletes the databases, which nobody will look at if all is right. The log stays. */
    void tidy() throws IOException {
        try (Stream<Path> files = Files.list(path)) {
            List<Path> databases =
                    files.filter(file -> file.toString().endsWith(".db")).toList();
            for (Path database : databases) {
                Files.delete(database);
            }
        }
    }
}
