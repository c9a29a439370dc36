package dev.tidings.telemetry.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The class path of this test without Micrometer and OpenTelemetry, in a class loader of its own. */
class WithoutLibrariesTest {
    private static final Pattern OPTIONAL = Pattern.compile("micrometer-|opentelemetry-");

    private static URLClassLoader without() {
        URL[] path = Pattern.compile(File.pathSeparator, Pattern.LITERAL)
                .splitAsStream(System.getProperty("java.class.path"))
                .filter(entry -> !OPTIONAL.matcher(entry).find())
                .map(WithoutLibrariesTest::url)
                .toArray(URL[]::new);
        return new URLClassLoader(path, ClassLoader.getPlatformClassLoader());
    }

    private static URL url(String entry) {
        try {
            return Path.of(entry).toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void meters_do_nothing_and_there_is_no_trace() throws Exception {
        try (URLClassLoader loader = without()) {
            assertThatThrownBy(() -> loader.loadClass("io.micrometer.core.instrument.Metrics"))
                    .isInstanceOf(ClassNotFoundException.class);
            assertThatThrownBy(() -> loader.loadClass("io.opentelemetry.api.trace.Span"))
                    .isInstanceOf(ClassNotFoundException.class);

            Supplier<?> probe = (Supplier<?>) loader.loadClass(Probe.class.getName())
                    .getDeclaredConstructor()
                    .newInstance();

            assertThat(probe.get()).isEqualTo(Map.of());
        }
    }

    /** Uses all there is, where it was loaded; tells the trace. */
    public static final class Probe implements Supplier<Map<String, String>> {
        @Override
        public Map<String, String> get() {
            Meters meters = Meters.present();
            meters.counter("test.counter", "exchange", "users").add(1);
            meters.timer("test.timer").record(1);
            meters.gauge("test.gauge", () -> 1).close();
            meters.total("test.total", () -> 1).close();
            return TraceContext.continuing("00-1-2-01", "shop=1", TraceContext::current);
        }
    }
}
