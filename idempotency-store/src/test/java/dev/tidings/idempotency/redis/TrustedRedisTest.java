package dev.tidings.idempotency.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidings.idempotency.IdempotencyStoreException;
import dev.tidings.testkit.process.Exit;
import dev.tidings.testkit.process.FreePort;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.SslOptions;

class TrustedRedisTest {
    private static final char[] PASSWORD = "s3cret".toCharArray();
    private static final String GENERATE =
            "-genkeypair -alias redis -keyalg EC -dname CN=redis -ext san=ip:127.0.0.1 -storetype PKCS12";

    @TempDir
    Path home;

    @Test
    void a_redis_with_tls_is_asked_only_if_it_is_trusted() throws Exception {
        Path keys = home.resolve("keys.p12");
        certify(keys);
        int port = FreePort.find();
        try (OperatedRedis redis = OperatedRedis.start(options(port));
                RedisIdempotencyStore stranger = RedisIdempotencyStore.at("rediss://127.0.0.1:" + port);
                RedisClient friend = RedisClient.builder()
                        .hostAndPort(new HostAndPort("127.0.0.1", port))
                        .clientConfig(DefaultJedisClientConfig.builder()
                                .sslOptions(SslOptions.builder()
                                        .truststore(keys.toFile(), PASSWORD)
                                        .trustStoreType("PKCS12")
                                        .build())
                                .build())
                        .build()) {
            Claims.own(RedisIdempotencyStore.on(friend), "a");
            assertThatThrownBy(() -> Claims.claim(stranger, "b"))
                    .isInstanceOf(IdempotencyStoreException.class)
                    .satisfies(failure ->
                            assertThat(causes(failure)).hasAtLeastOneElementOfType(SSLHandshakeException.class));

            assertThat(redis.client().dbSize()).isEqualTo(1);
        }
    }

    private static List<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause).toList();
    }

    private String[] options(int port) throws Exception {
        Path file = home.resolve("keys.p12");
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD);
        }
        Path key = pem("PRIVATE KEY", store.getKey("redis", PASSWORD).getEncoded());
        Path certificate = pem("CERTIFICATE", store.getCertificate("redis").getEncoded());
        return new String[] {
            "--tls-port",
            String.valueOf(port),
            "--tls-key-file",
            key.toString(),
            "--tls-cert-file",
            certificate.toString(),
            "--tls-ca-cert-file",
            certificate.toString(),
            "--tls-auth-clients",
            "no"
        };
    }

    private Path pem(String kind, byte[] content) throws IOException {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        return Files.writeString(
                home.resolve(kind), "-----BEGIN " + kind + "-----\n" + text + "\n-----END " + kind + "-----\n");
    }

    /** By itself, for 127.0.0.1. */
    private static void certify(Path keys) throws IOException {
        Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        List<String> command = new ArrayList<>(List.of(keytool.toString()));
        command.addAll(List.of(GENERATE.split(" ")));
        command.addAll(List.of("-storepass", new String(PASSWORD), "-keystore", keys.toString()));
        int code = Exit.await(new ProcessBuilder(command).inheritIO().start());
        assertThat(code).as("of keytool").isZero();
    }
}
