package dev.tidings.embedded;

import java.net.URL;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.qpid.server.model.ConfiguredObject;
import org.apache.qpid.server.model.SystemConfig;

/** What Qpid is told when it starts: a JSON file beside this class, and the values of its placeholders. */
record QpidConfiguration(String resource, Map<String, String> context, String failure) {
    private static final String PORT = "tidings.port";
    private static final Map<String, String> COMMON = Map.of(
            // as RabbitMQ
            "qpid.port.heartbeatDelay", "60",
            "qpid.port.sessionCountLimit", "2047",
            "qpid.port.closeWhenNoRoute", "false",
            // an expired message is noticed this often, in milliseconds; the default is half a minute
            "virtualhost.housekeepingCheckPeriod", "100",
            "virtualhost.housekeepingThreadCount", "1",
            // the wait for the next check of this timer is most of the time a stop takes
            "qpid.compact_memory_interval", "100",
            // stored messages leave the memory when it is three quarters full; looked at this often, in milliseconds
            "virtualhost.flowToDiskCheckPeriod", "500",
            // a laptop's share of the 64 threads and buffers a server takes
            "virtualhost.connectionThreadPool.size", "8",
            "virtualhost.connectionThreadPool.numberOfSelectors", "1");

    static QpidConfiguration inMemory(int port) {
        return of("in-memory.json", Map.of(PORT, Integer.toString(port)), "The embedded broker could not start.");
    }

    static QpidConfiguration in(Path directory, int port) {
        return of(
                "in-directory.json",
                Map.of(PORT, Integer.toString(port), "tidings.directory", directory.toString()),
                "The embedded broker could not start with the database " + directory.resolve("default")
                        + ". If its very first start was interrupted, that directory is half made and holds no message: delete it.");
    }

    Map<String, Object> attributes() {
        return Map.of(
                ConfiguredObject.CONTEXT,
                context,
                SystemConfig.INITIAL_CONFIGURATION_LOCATION,
                location().toString(),
                // the default writes preferences.json into the working directory
                "preferenceStoreAttributes",
                Map.of("type", "Noop"),
                "startupLoggedToSystemOut",
                false);
    }

    private URL location() {
        return Objects.requireNonNull(QpidConfiguration.class.getResource(resource), resource);
    }

    private static QpidConfiguration of(String resource, Map<String, String> values, String failure) {
        Map<String, String> context = new HashMap<>(COMMON);
        context.putAll(values);
        return new QpidConfiguration(resource, Map.copyOf(context), failure);
    }
}
