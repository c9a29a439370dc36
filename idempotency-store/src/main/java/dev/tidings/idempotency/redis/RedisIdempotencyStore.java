package dev.tidings.idempotency.redis;

import dev.tidings.idempotency.Claim;
import dev.tidings.idempotency.ClaimRequest;
import dev.tidings.idempotency.IdempotencyKey;
import dev.tidings.idempotency.IdempotencyStore;
import dev.tidings.idempotency.IdempotencyStoreException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import redis.clients.jedis.UnifiedJedis;

/**
 * Remembers keys in a Redis, which all instances share.
 *
 * <p>Best effort: what Redis forgets is handled again, and nothing is ever left out. It forgets what it had not written to its disk when
 * it crashed, what an asynchronous replica had not got when it took over, and everything on {@code FLUSHALL}. Whose claim it forgot, or
 * whose lease has ended, still owns the key for as long as nobody else has claimed it. Time is that of Redis.
 *
 * <p>A Redis that throws keys away when its memory is full is refused by {@link #check()} and by the first claim. With {@code
 * noeviction} and no memory left claims fail, while those made before can be completed.
 *
 * <p>Each batch is one script call for each group in it. Safe for use by many threads. Needs {@code redis.clients:jedis} on the class
 * path, and Redis 6 or later.
 *
 * @see <a href="https://redis.io/docs/latest/operate/oss_and_stack/management/persistence/">What Redis keeps</a>
 */
public final class RedisIdempotencyStore implements IdempotencyStore, AutoCloseable {
    private static final Script CLAIM = Script.named("claim");
    private static final Script COMPLETE = Script.named("complete");
    private static final Script RENEW = Script.named("renew");
    private static final Script RELEASE = Script.named("release");
    private static final KeyNames NAMES = new KeyNames("tidings:");
    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final Duration RETENTION = Duration.ofDays(14);

    /** Odd numbers from a random one on: never 0, and hardly ever those of another store. */
    private static final AtomicLong fences = new AtomicLong(new SecureRandom().nextLong() | 1);

    private final RedisServer server;
    private final EvictionPolicy eviction;
    private final KeyNames names;
    private final Duration lease;
    private final Duration retention;

    private RedisIdempotencyStore(
            RedisServer server, EvictionPolicy eviction, KeyNames names, Duration lease, Duration retention) {
        this.server = server;
        this.eviction = eviction;
        this.names = names;
        this.lease = lease;
        this.retention = retention;
    }

    private RedisIdempotencyStore(RedisServer server) {
        this(server, new EvictionPolicy(server), NAMES, LEASE, RETENTION);
    }

    /**
     * A store on one Redis, with at most 8 connections, each made when it is needed. Connecting, an answer and a free connection are
     * waited for 2 seconds each.
     *
     * @param uri {@code redis://[[user]:password@]host[:6379][/database]}, or {@code rediss://} for TLS that the JVM trusts
     */
    public static RedisIdempotencyStore at(String uri) {
        return new RedisIdempotencyStore(RedisServer.at(RedisUri.parse(uri)));
    }

    /** A store on a client of yours, which you close: for a cluster, for sentinels, for other timeouts, trust or credentials. */
    public static RedisIdempotencyStore on(UnifiedJedis redis) {
        return new RedisIdempotencyStore(RedisServer.of(redis));
    }

    /** After how long others can claim what its owner does not renew; 1 minute if not given, at least 1 ms. */
    public RedisIdempotencyStore lease(Duration newLease) {
        return new RedisIdempotencyStore(server, eviction, names, atLeastAMilli(newLease), retention);
    }

    /** For how long a completed key is remembered; 14 days if not given, at least 1 ms. */
    public RedisIdempotencyStore retention(Duration newRetention) {
        return new RedisIdempotencyStore(server, eviction, names, lease, atLeastAMilli(newRetention));
    }

    /** What its keys begin with, {@code tidings:} if not given; without braces. Stores with another prefix know nothing of it. */
    public RedisIdempotencyStore keyPrefix(String prefix) {
        return new RedisIdempotencyStore(server, eviction, new KeyNames(prefix), lease, retention);
    }

    private static Duration atLeastAMilli(Duration time) {
        if (time.compareTo(Duration.ofMillis(1)) < 0) {
            throw new IllegalArgumentException(time + " is too short for Redis; give at least a millisecond");
        }
        return time;
    }

    @Override
    public List<Claim> claimAll(List<ClaimRequest> requests) {
        eviction.check();
        List<Claim.Owned> wanted = requests.stream()
                .map(request -> new Claim.Owned(request, fences.getAndAdd(2) & Long.MAX_VALUE))
                .toList();
        Map<IdempotencyKey, Claim> answers = new HashMap<>();
        for (List<Claim.Owned> some : byGroup(wanted)) {
            List<?> replies = run(CLAIM, some, lease.plus(retention));
            for (int i = 0; i < replies.size(); i++) {
                Claim.Owned claim = some.get(i);
                answers.put(claim.key(), answer(claim, replies.get(i)));
            }
        }
        return requests.stream()
                .map(request -> Objects.requireNonNull(answers.get(request.key())))
                .toList();
    }

    private static Claim answer(Claim.Owned wanted, Object reply) {
        if (reply instanceof Long remaining) {
            return new Claim.Busy(wanted.key(), Duration.ofMillis(Math.max(1, remaining)));
        }
        return switch (reply.toString()) {
            case "owned" -> wanted;
            case "completed" -> new Claim.Completed(wanted.key());
            default -> new Claim.Conflict(wanted.key());
        };
    }

    @Override
    public List<Claim.Owned> completeAll(Collection<Claim.Owned> claims) {
        return lost(COMPLETE, claims, retention);
    }

    @Override
    public List<Claim.Owned> renewAll(Collection<Claim.Owned> claims) {
        return lost(RENEW, claims, lease.plus(retention));
    }

    @Override
    public void releaseAll(Collection<Claim.Owned> claims) {
        lost(RELEASE, claims, lease);
    }

    private List<Claim.Owned> lost(Script script, Collection<Claim.Owned> claims, Duration kept) {
        List<Claim.Owned> lost = new ArrayList<>();
        for (List<Claim.Owned> some : byGroup(claims)) {
            for (Object position : run(script, some, kept)) {
                lost.add(some.get(((Long) position).intValue() - 1));
            }
        }
        return lost;
    }

    /** A script's keys must be in one place of a cluster. */
    private static Collection<List<Claim.Owned>> byGroup(Collection<Claim.Owned> claims) {
        return claims.stream()
                .collect(Collectors.groupingBy(claim -> claim.key().group(), LinkedHashMap::new, Collectors.toList()))
                .values();
    }

    private List<?> run(Script script, List<Claim.Owned> claims, Duration kept) {
        List<String> arguments = new ArrayList<>();
        arguments.add(String.valueOf(lease.toMillis()));
        arguments.add(String.valueOf(kept.toMillis()));
        for (Claim.Owned claim : claims) {
            arguments.add(String.valueOf(claim.fence()));
            arguments.add(String.valueOf(claim.request().fingerprint()));
        }
        List<String> keys = claims.stream().map(claim -> names.of(claim.key())).toList();
        return server.run(script, keys, arguments);
    }

    @Override
    public Optional<Duration> lease() {
        return Optional.of(lease);
    }

    @Override
    public Optional<Duration> retention() {
        return Optional.of(retention);
    }

    @Override
    public String promise() {
        return "duplicates are recognised by all instances for %s, as far as Redis keeps its data:".formatted(retention)
                + " what it loses in a crash, a failover or a flush is handled again, and a crash repeats what was being"
                + " handled; nothing is left out";
    }

    @Override
    public void check() {
        try {
            eviction.check();
        } catch (IdempotencyStoreException unreachable) {
            // It is asked again before the first claim.
        }
    }

    /** Closes the connections, unless they are of a client that was given. Stores made from this one by its settings share them. */
    @Override
    public void close() {
        server.close();
    }
}
