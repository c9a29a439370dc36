package dev.tidings.testkit.proxy;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The host and port in a URI, and what is around them. No {@link java.net.URI}, which does not see into {@code jdbc:}. */
record Authority(String before, String host, int port, String after) {
    private static final Pattern URI = Pattern.compile("(.*?://(?:[^@/]*@)?)([^:/?@]+)(?::(\\d+))?([/?].*)?");
    private static final int AMQP = 5672;

    static Authority of(String uri) {
        Matcher parts = URI.matcher(uri);
        if (!parts.matches()) {
            throw new IllegalArgumentException("Not a URI with one host: a scheme, ://, a host and a port are needed");
        }
        String after = parts.group(4) == null ? "" : parts.group(4);
        return new Authority(parts.group(1), parts.group(2), port(parts), after);
    }

    private static int port(Matcher parts) {
        if (parts.group(3) != null) {
            return Integer.parseInt(parts.group(3));
        }
        if (parts.group(1).startsWith("amqp://")) {
            return AMQP;
        }
        throw new IllegalArgumentException("The URI for " + parts.group(2) + " has no port; write it out");
    }

    String replacedBy(String hostAndPort) {
        return before + hostAndPort + after;
    }

    /** Without what may be a password. */
    @Override
    public String toString() {
        return host + ":" + port;
    }
}
