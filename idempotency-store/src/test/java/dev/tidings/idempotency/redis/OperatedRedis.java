package dev.tidings.idempotency.redis;

import dev.tidings.testkit.process.PrivateRedis;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.RedisClient;

/** A Redis of this test's own, and what its operator does with it. */
record OperatedRedis(PrivateRedis server, RedisClient client) implements AutoCloseable {

    static OperatedRedis start(String... options) throws IOException {
        PrivateRedis server = PrivateRedis.start(options);
        return new OperatedRedis(server, RedisClient.create("127.0.0.1", server.port()));
    }

    int port() {
        return server.port();
    }

    String uri() {
        return server.uri();
    }

    /** For commands that the client has no method for. */
    String command(String... words) {
        CommandArguments command = new CommandArguments(() -> words[0].getBytes(StandardCharsets.UTF_8));
        Object answer =
                client.executeCommand(command.addObjects((Object[]) Arrays.copyOfRange(words, 1, words.length)));
        return answer instanceof byte[] text ? new String(text, StandardCharsets.UTF_8) : String.valueOf(answer);
    }

    /** Where it writes what it is told, if {@code --appendonly yes}. */
    File appendOnlyFile() throws IOException {
        return server.file(".incr.aof").toFile();
    }

    void kill() {
        server.kill();
    }

    void restart() throws IOException {
        server.restart();
        client.getPool().clear();
    }

    @Override
    public void close() throws IOException {
        client.close();
        server.close();
    }
}
