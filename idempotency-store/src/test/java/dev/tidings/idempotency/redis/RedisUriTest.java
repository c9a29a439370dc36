package dev.tidings.idempotency.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidings.idempotency.IdempotencyStoreException;
import dev.tidings.testkit.process.FreePort;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedisUriTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost:6379",
                "http://localhost",
                "redis://",
                "redis://s3cret@localhost",
                "redis://me:@localhost",
                "redis://me:s3cr/et@localhost",
                "redis://me:s3cret%@localhost",
                "redis://me:s3cret@localhost:123456",
                "redis://me:s3cret@localhost/first",
            })
    void what_is_not_the_uri_of_a_redis_is_refused_without_repeating_it(String text) {
        assertThatThrownBy(() -> RedisIdempotencyStore.at(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("redis://")
                .hasMessageNotContaining("s3c");
    }

    @ParameterizedTest
    @ValueSource(strings = {"redis://localhost:0", "redis://localhost:65536"})
    void a_port_that_does_not_exist_is_refused(String text) {
        assertThatThrownBy(() -> RedisUri.parse(text)).hasMessageContaining("ports are 1 to 65535");
    }

    @Test
    void it_prints_host_and_port_alone() {
        assertThat(RedisUri.parse("redis://me:s3cr%2Fet@example.org/3")).hasToString("example.org:6379");
        assertThat(RedisUri.parse("rediss://:s3cret@[::1]:6380")).hasToString("[::1]:6380");
    }

    @Test
    void user_password_and_database_are_those_of_the_uri() throws Exception {
        try (OperatedRedis redis = OperatedRedis.start()) {
            redis.command("ACL", "SETUSER", "me", "on", ">s3cr/et", "~*", "+@all");
            String uri = "redis://me:s3cr%2Fet@127.0.0.1:" + redis.port() + "/3";

            try (var store = RedisIdempotencyStore.at(uri)) {
                Claims.own(store, "a");
            }

            assertThat(redis.client().info("keyspace")).contains("db3:keys=1").doesNotContain("db0");
        }
    }

    @Test
    void wrong_credentials_are_told_at_start_and_not_repeated() throws Exception {
        try (OperatedRedis redis = OperatedRedis.start("--requirepass", "another");
                var store = RedisIdempotencyStore.at("redis://:s3cret@127.0.0.1:" + redis.port())) {
            assertThatThrownBy(store::check)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("correct user and password")
                    .hasMessageNotContaining("s3cret");
        }
    }

    @Test
    void a_redis_that_is_not_there_is_no_error_before_the_first_claim() throws Exception {
        try (var store = RedisIdempotencyStore.at("redis://:s3cret@127.0.0.1:" + FreePort.find())) {
            assertThatCode(store::check).doesNotThrowAnyException();
            assertThatThrownBy(() -> Claims.claim(store, "a"))
                    .isInstanceOf(IdempotencyStoreException.class)
                    .hasMessageContaining("127.0.0.1")
                    .hasMessageNotContaining("s3cret");
        }
    }
}
