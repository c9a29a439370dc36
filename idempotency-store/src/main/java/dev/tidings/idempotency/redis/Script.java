package dev.tidings.idempotency.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisNoScriptException;

/** A Lua script that Redis runs as one step, with nobody in between. It is sent once, and named by its hash from then on. */
final class Script {
    private final String text;
    private final String hash;

    private Script(String text) {
        this.text = text;
        this.hash = sha1(text);
    }

    /** From the file of that name beside this class, after what all of them share. */
    static Script named(String name) {
        return new Script(text("common.lua") + text(name + ".lua"));
    }

    private static String text(String fileName) {
        try (InputStream file = Script.class.getResourceAsStream(fileName)) {
            return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs it. A Redis that does not know it, such as one that was restarted, is sent the text. */
    List<?> run(UnifiedJedis redis, List<String> keys, List<String> arguments) {
        try {
            return (List<?>) redis.evalsha(hash, keys, arguments);
        } catch (JedisNoScriptException e) {
            return (List<?>) redis.eval(text, keys, arguments);
        }
    }

    private static String sha1(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-1", e);
        }
    }
}
