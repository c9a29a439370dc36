package dev.tidings.broker;

import dev.tidings.broker.internal.ConnectionSettings;
import dev.tidings.broker.internal.ConnectionSettings.Node;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Where a broker is, and who asks. Never prints a password. */
final class BrokerUri {
    private static final String FORMS =
            "use amqp://[user:password@]host[:5672][/vhost], amqps://host[:5671][/vhost] or embedded:";
    private static final String EMBEDDED = "embedded:";
    private static final Pattern SHAPE = Pattern.compile("(?<scheme>amqps?)://(?:(?<user>[^/]*)@)?"
            + "(?<host>[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(?::(?<port>[0-9]+))?(?<path>/[^/?#]*)?");

    private final List<Node> nodes;
    private final String virtualHost;
    private final String user;
    private final Supplier<String> password;
    private final boolean tls;
    private final Optional<String> embedded;

    private BrokerUri(
            List<Node> nodes,
            String virtualHost,
            String user,
            Supplier<String> password,
            boolean tls,
            Optional<String> embedded) {
        this.nodes = nodes;
        this.virtualHost = virtualHost;
        this.user = user;
        this.password = password;
        this.tls = tls;
        this.embedded = embedded;
    }

    static BrokerUri parseAll(String first, String... more) {
        BrokerUri all = parse(first);
        List<Node> nodes = new ArrayList<>(all.nodes);
        for (String uri : more) {
            BrokerUri next = parse(uri);
            if (!next.isLike(all)) {
                throw new IllegalArgumentException("'" + redacted(uri) + "' is not a node of the cluster at " + all
                        + ": nodes share scheme, credentials and virtual host; name them alike");
            }
            nodes.addAll(next.nodes);
        }
        return new BrokerUri(List.copyOf(nodes), all.virtualHost, all.user, all.password, all.tls, all.embedded);
    }

    private static BrokerUri parse(String text) {
        if (text.startsWith(EMBEDDED)) {
            String location = text.substring(EMBEDDED.length());
            return new BrokerUri(List.of(), "/", "guest", () -> "guest", false, Optional.of(location));
        }
        Matcher uri = SHAPE.matcher(text);
        if (!uri.matches()) {
            throw malformed(text, "it does not have that shape (a slash in a virtual host is written %2F)");
        }
        boolean tls = uri.group("scheme").equals("amqps");
        String[] userInfo = credentials(text, uri.group("user"));
        String path = uri.group("path");
        return new BrokerUri(
                List.of(new Node(uri.group("host"), port(text, uri.group("port"), tls))),
                path == null || path.equals("/") ? "/" : decoded(text, path.substring(1)),
                userInfo[0],
                () -> userInfo[1],
                tls,
                Optional.empty());
    }

    private static int port(String text, @Nullable String digits, boolean tls) {
        if (digits == null) {
            return tls ? 5671 : 5672;
        }
        if (digits.length() > 5 || Integer.parseInt(digits) < 1 || Integer.parseInt(digits) > 65_535) {
            throw malformed(text, "port " + digits + " does not exist, ports are 1 to 65535");
        }
        return Integer.parseInt(digits);
    }

    private static String[] credentials(String text, @Nullable String rawUserInfo) {
        if (rawUserInfo == null) {
            return new String[] {"guest", "guest"};
        }
        int colon = rawUserInfo.indexOf(':');
        if (colon <= 0) {
            throw malformed(
                    text, "a user without a password; write user:password@host, or set credentials on Broker.at(uri)");
        }
        return new String[] {
            decoded(text, rawUserInfo.substring(0, colon)), decoded(text, rawUserInfo.substring(colon + 1))
        };
    }

    private static String decoded(String text, String percentEncoded) {
        try {
            return URLDecoder.decode(percentEncoded.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw malformed(
                    text, "a percent sign in user, password or virtual host that is not followed by two hex digits");
        }
    }

    private static IllegalArgumentException malformed(String text, String why) {
        return new IllegalArgumentException(
                "'" + redacted(text) + "' is not the URI of a broker: " + why + "; " + FORMS);
    }

    /** Without anything that could be a password, also where the URI is so malformed that nobody knows which part it is. */
    private static String redacted(String text) {
        return text.replaceAll("(?<=://|^)[^/@]*(/[^@]*)?@", "…@").replaceAll("://[^/@]*:[^/@]*[^/@0-9][^/@]*", "://…");
    }

    private boolean isLike(BrokerUri other) {
        return embedded.isEmpty()
                && other.embedded.isEmpty()
                && tls == other.tls
                && virtualHost.equals(other.virtualHost)
                && user.equals(other.user)
                && password.get().equals(other.password.get());
    }

    BrokerUri withCredentials(String newUser, Supplier<String> newPassword) {
        return new BrokerUri(nodes, virtualHost, newUser, newPassword, tls, embedded);
    }

    boolean tls() {
        return tls;
    }

    String user() {
        return user;
    }

    Supplier<String> password() {
        return password;
    }

    /** Where an embedded broker keeps its queues, "" for in memory; empty for a broker elsewhere. */
    Optional<String> embedded() {
        return embedded;
    }

    ConnectionSettings settings(String name, Optional<SSLContext> context) {
        return new ConnectionSettings(nodes, virtualHost, user, password, tls, context, name);
    }

    @Override
    public String toString() {
        if (embedded.isPresent()) {
            return EMBEDDED + embedded.get();
        }
        String hosts = String.join(",", nodes.stream().map(Node::toString).toList());
        return (tls ? "amqps://" : "amqp://") + hosts + (virtualHost.equals("/") ? "" : "/" + virtualHost);
    }
}
