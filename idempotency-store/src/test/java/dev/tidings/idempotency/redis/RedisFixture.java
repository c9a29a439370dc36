package dev.tidings.idempotency.redis;

import dev.tidings.idempotency.IdempotencyKey;
import dev.tidings.idempotency.IdempotencyStore;
import dev.tidings.idempotency.StoreFixture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.opentest4j.TestAbortedException;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.params.ScanParams;

/** Keys with a prefix of their own in a Redis that others use too. */
final class RedisFixture implements StoreFixture {
    private static final String END = """
            for _, key in ipairs(KEYS) do
              local held = redis.call('get', key)
              if held and string.match(held, '^owned:') then
                redis.call('set', key, (string.gsub(held, '%d+$', '1')), 'keepttl')
              end
            end
            """;

    private final String uri = System.getenv().getOrDefault("TIDINGS_TEST_REDIS", "redis://127.0.0.1:6379");
    private final String prefix = "test-" + UUID.randomUUID().toString().substring(0, 8) + ":";
    private final RedisClient client = RedisClient.create(uri);
    private final List<RedisIdempotencyStore> opened = new ArrayList<>();

    private RedisFixture() {}

    /** Without its Redis a test fails where CI is set, and is aborted elsewhere. */
    static RedisFixture start() {
        RedisFixture made = new RedisFixture();
        try {
            made.client.ping();
            return made;
        } catch (JedisException e) {
            made.client.close();
            if (System.getenv("CI") != null) {
                throw e;
            }
            throw new TestAbortedException("no Redis: " + e.getMessage(), e);
        }
    }

    @Override
    public Set<Guarantee> guarantees() {
        return Set.of(Guarantee.SHARED, Guarantee.LEASES, Guarantee.OUTLIVES_LEASES);
    }

    @Override
    public IdempotencyStore open() {
        RedisIdempotencyStore instance = store(uri, prefix);
        opened.add(instance);
        return instance;
    }

    private static RedisIdempotencyStore store(String uri, String prefix) {
        return RedisIdempotencyStore.at(uri).keyPrefix(prefix).lease(Duration.ofHours(1));
    }

    @Override
    public void endLeases(Collection<IdempotencyKey> keys) {
        KeyNames names = new KeyNames(prefix);
        client.eval(END, keys.stream().map(names::of).toList(), List.of());
    }

    static final class Another implements Opener {
        @Override
        public IdempotencyStore open(List<String> address) {
            return store(address.get(0), address.get(1));
        }
    }

    @Override
    public Class<? extends Opener> opener() {
        return Another.class;
    }

    @Override
    public List<String> address() {
        return List.of(uri, prefix);
    }

    @Override
    public void close() {
        opened.forEach(RedisIdempotencyStore::close);
        String cursor = ScanParams.SCAN_POINTER_START;
        do {
            var page = client.scan(cursor, new ScanParams().match(prefix + "*").count(1_000));
            page.getResult().forEach(client::del);
            cursor = page.getCursor();
        } while (!cursor.equals(ScanParams.SCAN_POINTER_START));
        client.close();
    }
}
