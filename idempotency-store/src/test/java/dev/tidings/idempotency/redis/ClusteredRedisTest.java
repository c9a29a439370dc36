package dev.tidings.idempotency.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidings.idempotency.Claim;
import dev.tidings.idempotency.ClaimRequest;
import dev.tidings.idempotency.IdempotencyKey;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.RedisClusterClient;

class ClusteredRedisTest {

    @Test
    void a_batch_of_several_groups_is_claimed_and_completed_on_a_cluster() throws Exception {
        try (OperatedRedis node = OperatedRedis.start("--cluster-enabled", "yes")) {
            node.command("CLUSTER", "ADDSLOTSRANGE", "0", "16383");
            await().until(() -> node.command("CLUSTER", "INFO").contains("cluster_state:ok"));
            try (var cluster = RedisClusterClient.create(Set.of(new HostAndPort("127.0.0.1", node.port())))) {
                RedisIdempotencyStore store = RedisIdempotencyStore.on(cluster);
                store.check();
                List<ClaimRequest> requests = List.of(
                        request("billing", "a"), request("search", "a"), request("billing", "b"), request("mail", "a"));

                List<Claim> answers = store.claimAll(requests);

                assertThat(answers).hasOnlyElementsOfType(Claim.Owned.class);
                assertThat(answers)
                        .extracting(Claim::key)
                        .isEqualTo(requests.stream().map(ClaimRequest::key).toList());
                assertThat(store.completeAll(
                                answers.stream().map(Claim.Owned.class::cast).toList()))
                        .isEmpty();
                assertThat(store.claimAll(requests)).hasOnlyElementsOfType(Claim.Completed.class);
                store.close();
                assertThat(cluster.ping()).as("the client is the test's").isEqualTo("PONG");
            }
        }
    }

    private static ClaimRequest request(String group, String id) {
        return new ClaimRequest(new IdempotencyKey(group, "shop", id), 0);
    }
}
