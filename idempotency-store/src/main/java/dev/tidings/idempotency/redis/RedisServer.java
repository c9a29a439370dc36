package dev.tidings.idempotency.redis;

import dev.tidings.idempotency.IdempotencyStoreException;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisAccessControlException;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisException;

/** A Redis, or a cluster of them, with the exceptions of this module in place of Jedis's own. */
final class RedisServer implements AutoCloseable {
    private final UnifiedJedis redis;
    private final String name;
    private final Runnable disconnecting;
    private final Runnable closing;

    private RedisServer(UnifiedJedis redis, String name, Runnable disconnecting, Runnable closing) {
        this.redis = redis;
        this.name = name;
        this.disconnecting = disconnecting;
        this.closing = closing;
    }

    static RedisServer at(RedisUri uri) {
        RedisClient redis = uri.client();
        return new RedisServer(redis, "Redis at " + uri, () -> redis.getPool().clear(), redis::close);
    }

    static RedisServer of(UnifiedJedis client) {
        return new RedisServer(client, "Redis", () -> {}, () -> {});
    }

    List<?> run(Script script, List<String> keys, List<String> arguments) {
        return ask(() -> script.run(redis, keys, arguments));
    }

    /**
     * Its memory section of INFO.
     *
     * @throws IllegalStateException if this user may not read that, or is not let in at all
     */
    String memory() {
        try {
            return ask(() -> redis.info("memory"));
        } catch (IdempotencyStoreException e) {
            if (isRefusal(e)) {
                throw new IllegalStateException(
                        e.getMessage() + "; correct user and password, or allow the user +info, since INFO tells"
                                + " whether keys are thrown away",
                        e);
            }
            throw e;
        }
    }

    private <T> T ask(Supplier<T> question) {
        try {
            return again(question);
        } catch (JedisException e) {
            throw new IdempotencyStoreException(name + " could not be asked: " + e.getMessage(), e);
        }
    }

    /** Connections that idled while Redis was restarted are dead. All questions may be asked twice. */
    private <T> T again(Supplier<T> question) {
        try {
            return question.get();
        } catch (JedisConnectionException e) {
            disconnecting.run();
            if (e.getCause() instanceof SocketTimeoutException) {
                throw e;
            }
            return question.get();
        }
    }

    private static boolean isRefusal(Throwable failure) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof JedisAccessControlException) {
                return true;
            }
        }
        return false;
    }

    /** Closes the connections, unless they are of a client that was given. */
    @Override
    public void close() {
        closing.run();
    }

    @Override
    public String toString() {
        return name;
    }
}
