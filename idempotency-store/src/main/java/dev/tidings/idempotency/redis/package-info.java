/** The idempotency store on Redis. Needs {@code redis.clients:jedis} on the class path, which no other package of ours uses. */
@NullMarked
package dev.tidings.idempotency.redis;

import org.jspecify.annotations.NullMarked;
