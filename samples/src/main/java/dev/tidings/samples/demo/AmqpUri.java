package dev.tidings.samples.demo;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The URI of a broker, taken apart so far that a proxy can be put before it. Prints without credentials. */
record AmqpUri(String scheme, String userInfo, String host, int port, String path) {
    private static final Pattern SHAPE =
            Pattern.compile("(amqps?)://([^/]*@)?([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(?::([0-9]+))?(/[^/?#]*)?");

    static AmqpUri of(String uri) {
        Matcher parts = SHAPE.matcher(uri);
        if (!parts.matches()) {
            throw new IllegalArgumentException("not the URI of a broker");
        }
        boolean tls = parts.group(1).equals("amqps");
        int port = parts.group(4) == null ? tls ? 5671 : 5672 : Integer.parseInt(parts.group(4));
        // The client library reads a bare slash as a virtual host without a name.
        String path = parts.group(5) == null || parts.group(5).equals("/") ? "" : parts.group(5);
        return new AmqpUri(parts.group(1), parts.group(2) == null ? "" : parts.group(2), parts.group(3), port, path);
    }

    /** The same broker, by way of another host and port. */
    AmqpUri at(String otherHost, int otherPort) {
        return new AmqpUri(scheme, userInfo, otherHost, otherPort, path);
    }

    boolean tls() {
        return scheme.equals("amqps");
    }

    /** With credentials. */
    String text() {
        return scheme + "://" + userInfo + host + ":" + port + path;
    }

    @Override
    public String toString() {
        return scheme + "://" + host + ":" + port + path;
    }
}
