package dev.tidings.samples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every paragraph of Java in the README and the docs stands, but for white space, in a file of this folder, and so compiles. */
class DocumentedCodeTest {
    private static final Pattern JAVA = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL);
    private static final Path ROOT = Path.of("..");

    @Test
    void each_snippet_is_compiled() throws IOException {
        String compiled = squeezed(all(ROOT.resolve("samples/src/test/java/dev/tidings/samples/docs"), ".java"));
        List<String> snippets = new ArrayList<>();
        for (String page : List.of(Files.readString(ROOT.resolve("README.md")), all(ROOT.resolve("docs"), ".md"))) {
            Matcher block = JAVA.matcher(page);
            while (block.find()) {
                snippets.addAll(List.of(block.group(1).split("\n\n", -1)));
            }
        }

        assertThat(snippets).hasSizeGreaterThan(8);
        assertThat(snippets.stream().filter(snippet -> !compiled.contains(squeezed(snippet))))
                .as("snippets that are not compiled anywhere")
                .isEmpty();
    }

    private static String all(Path folder, String ending) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .map(DocumentedCodeTest::read)
                    .collect(Collectors.joining("\n"));
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String squeezed(String code) {
        return code.replaceAll("\\s+", "");
    }
}
