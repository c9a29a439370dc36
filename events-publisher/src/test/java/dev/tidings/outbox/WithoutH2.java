package dev.tidings.outbox;

import java.io.File;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** Loads everything anew, but without H2. */
final class WithoutH2 extends URLClassLoader {
    WithoutH2() {
        super(
                Arrays.stream(System.getProperty("java.class.path").split(Pattern.quote(File.pathSeparator), -1))
                        .filter(entry ->
                                !Path.of(entry).getFileName().toString().startsWith("h2-"))
                        .map(WithoutH2::url)
                        .toArray(URL[]::new),
                getPlatformClassLoader());
    }

    private static URL url(String entry) {
        try {
            return Path.of(entry).toUri().toURL();
        } catch (MalformedURLException e) {
            throw new UncheckedIOException(e);
        }
    }

    @SuppressWarnings("unchecked")
    String call(Class<? extends UnaryOperator<String>> type, String argument) throws ReflectiveOperationException {
        Object made = loadClass(type.getName()).getConstructor().newInstance();
        return ((UnaryOperator<String>) made).apply(argument);
    }
}
