package dev.tidings.idempotency.redis;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.SslOptions;

/** Where a Redis is, and who asks. Never prints a password. */
final class RedisUri {
    private static final String FORMS = "use redis://[[user]:password@]host[:6379][/database], or rediss:// with TLS";
    private static final Pattern SHAPE = Pattern.compile(
            "(?<scheme>rediss?)://(?:(?<user>[^/@:]*):(?<password>[^/@]+)@)?"
                    + "(?<host>[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(?::(?<port>[0-9]{1,5}))?(?:/(?<database>[0-9]{0,4}))?");
    private static final int CONNECTIONS = 8;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);

    private final HostAndPort node;
    private final DefaultJedisClientConfig config;

    private RedisUri(HostAndPort node, DefaultJedisClientConfig config) {
        this.node = node;
        this.config = config;
    }

    static RedisUri parse(String text) {
        Matcher uri = SHAPE.matcher(text);
        if (!uri.matches()) {
            throw malformed();
        }
        DefaultJedisClientConfig.Builder config = DefaultJedisClientConfig.builder()
                .resp2()
                .connectionTimeoutMillis((int) LONGEST_WAIT.toMillis())
                .socketTimeoutMillis((int) LONGEST_WAIT.toMillis())
                .database(number(uri, "database").orElse(0));
        if (uri.group("scheme").equals("rediss")) {
            config.sslOptions(SslOptions.defaults());
        }
        Optional.ofNullable(uri.group("user"))
                .filter(user -> !user.isEmpty())
                .ifPresent(user -> config.user(decoded(user)));
        Optional.ofNullable(uri.group("password")).ifPresent(password -> config.password(decoded(password)));
        return new RedisUri(new HostAndPort(uri.group("host"), port(uri)), config.build());
    }

    private static int port(Matcher uri) {
        int port = number(uri, "port").orElse(6379);
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException(
                    "port " + port + " of a Redis does not exist, ports are 1 to 65535; " + FORMS);
        }
        return port;
    }

    private static Optional<Integer> number(Matcher uri, String group) {
        return Optional.ofNullable(uri.group(group))
                .filter(digits -> !digits.isEmpty())
                .map(Integer::valueOf);
    }

    private static String decoded(String percentEncoded) {
        try {
            return URLDecoder.decode(percentEncoded.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw malformed();
        }
    }

    /** Says nothing of the text itself: where it is malformed, nobody knows which part of it is the password. */
    private static IllegalArgumentException malformed() {
        return new IllegalArgumentException("that is not the URI of a Redis: " + FORMS
                + "; what is not a letter or digit in user and password is percent-encoded");
    }

    /** A client of at most 8 connections that answers, or fails, within seconds. It connects when it is first used. */
    RedisClient client() {
        ConnectionPoolConfig pool = new ConnectionPoolConfig();
        pool.setMaxTotal(CONNECTIONS);
        pool.setMaxIdle(CONNECTIONS);
        pool.setMaxWait(LONGEST_WAIT);
        return RedisClient.builder()
                .hostAndPort(node)
                .clientConfig(config)
                .poolConfig(pool)
                .build();
    }

    /** Host and port. */
    @Override
    public String toString() {
        return node.toString();
    }
}
