package dev.tidings.idempotency.redis;

import dev.tidings.idempotency.IdempotencyKey;

/** What keys are called in Redis. The group is the hash tag, so that a cluster has all keys of a group in one place. */
record KeyNames(String prefix) {
    KeyNames {
        if (prefix.contains("{") || prefix.contains("}")) {
            throw new IllegalArgumentException(
                    "'" + prefix + "' cannot begin keys: braces mark the hash tag, which is the group");
        }
    }

    String of(IdempotencyKey key) {
        return prefix + "{" + escaped(key.group()) + "}:" + escaped(key.source()) + ":" + key.eventId();
    }

    private static String escaped(String part) {
        return part.replace("%", "%25").replace(":", "%3A").replace("{", "%7B").replace("}", "%7D");
    }
}
