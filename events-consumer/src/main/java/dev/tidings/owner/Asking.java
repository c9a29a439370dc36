package dev.tidings.owner;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import okhttp3.HttpUrl;

/** Sends the requests of one resource: one for each entity, or one for many where the owner can. Safe for use by many threads. */
final class Asking<T> {
    private static final String ITEMS = "items";
    private static final String NEXT = "next";
    private static final String CURSOR = "cursor";
    private static final String CHANGED_AT = "changed_at";

    private final Line line;
    private final Paths paths;
    private final Bodies<T> bodies;
    private final Flights<T> singles;
    private final Flights<T> first;

    Asking(Line line, Paths paths, Bodies<T> bodies) {
        this.line = line;
        this.paths = paths;
        this.bodies = bodies;
        Duration window = line.settings().window();
        // Who is asked for singly after a batch has waited already.
        Duration singleWindow = paths.batch().isPresent() ? Duration.ZERO : window;
        this.singles = new Flights<>(
                1, singleWindow, line::after, this::askEach, () -> line.meters().joined(paths.single()));
        this.first = paths.batch()
                .map(batch -> new Flights<T>(
                        paths.together(),
                        window,
                        line::after,
                        this::askTogether,
                        () -> line.meters().joined(batch)))
                .orElse(singles);
    }

    /**
     * Asks, or joins somebody who is about to.
     *
     * @param fields only these; all if there are none
     * @param etag of what the asker has
     */
    CompletableFuture<Fetched<T>> ask(
            EntityKey entity, Set<String> fields, Optional<String> etag, OptionalLong atLeast) {
        HttpUrl url = paths.url(line.settings().base(), entity, fields);
        Flights<T> way = fields.isEmpty() ? first : singles;
        return way.join(new Flight.Key(entity, url, etag), atLeast);
    }

    private void askEach(List<Flight<T>> flights) {
        for (Flight<T> flight : flights) {
            Reply reply =
                    line.get(flight.key().url(), paths.single(), flight.key().etag(), flight.atLeast());
            flight.answer().complete(bodies.read(reply));
        }
    }

    private void askTogether(List<Flight<T>> flights) {
        if (flights.size() == 1) {
            askEach(flights);
            return;
        }
        Map<EntityKey, JsonNode> items = new HashMap<>();
        Optional<Reply> reply = together(flights, items);
        for (Flight<T> flight : flights) {
            JsonNode item = items.get(flight.key().entity());
            if (reply.isPresent() && item != null) {
                complete(flight, item, reply.get());
            } else {
                // What a list lacks may be missing, or be too new for it.
                flight.answerAs(singles.join(flight.key(), flight.atLeast()));
            }
        }
    }

    private void complete(Flight<T> flight, JsonNode item, Reply reply) {
        try {
            flight.answer().complete(bodies.read(item, reply));
        } catch (OwnerAnswerException e) {
            flight.answer().completeExceptionally(e);
        }
    }

    /** Empty if the owner's answer is of no use for any of them: it may be because of one. */
    private Optional<Reply> together(List<Flight<T>> flights, Map<EntityKey, JsonNode> items) {
        Template batch = paths.batch().orElseThrow();
        String name = paths.entityIds().get(0);
        String ids = flights.stream()
                .map(flight ->
                        Objects.requireNonNull(flight.key().entity().ids().get(name)))
                .distinct()
                .collect(Collectors.joining(","));
        try {
            Reply reply = line.get(
                    batch.below(line.settings().base(), variable -> ids),
                    batch,
                    Optional.empty(),
                    OptionalLong.empty());
            if (reply.isMissing() || reply.isNotModified()) {
                return Optional.empty();
            }
            for (JsonNode item : bodies.tree(reply).path(ITEMS)) {
                entity(item).ifPresent(entity -> items.put(entity, item));
            }
            return Optional.of(reply);
        } catch (OwnerAnswerException e) {
            return Optional.empty();
        }
    }

    private Optional<EntityKey> entity(JsonNode item) {
        Map<String, String> ids = new LinkedHashMap<>();
        for (String name : paths.entityIds()) {
            JsonNode id = item.path(name);
            if (!id.isTextual() && !id.isIntegralNumber()) {
                return Optional.empty();
            }
            ids.put(name, id.asText());
        }
        return EntityKey.isUsable(ids) ? Optional.of(new EntityKey(ids)) : Optional.empty();
    }

    /** @param cursor "" for the first page */
    Page page(String cursor) {
        Template pages = paths.pages();
        HttpUrl url = pages.below(line.settings().base(), variable -> variable.equals(CURSOR) ? cursor : "");
        Reply reply = line.get(url, pages, Optional.empty(), OptionalLong.empty());
        if (reply.isMissing() || reply.isNotModified()) {
            throw new OwnerAnswerException(
                    "GET " + pages + " answered " + reply.status() + "; a page without entities is 200 with items: []");
        }
        JsonNode body = bodies.tree(reply);
        if (!body.path(ITEMS).isArray()) {
            throw new OwnerAnswerException("GET " + pages + " answered without an array of " + ITEMS);
        }
        List<Page.Listed> listed = new ArrayList<>();
        body.path(ITEMS).forEach(item -> listed.add(listed(item, reply)));
        JsonNode next = body.path(NEXT);
        return new Page(listed, next.isValueNode() && !next.isNull() ? Optional.of(next.asText()) : Optional.empty());
    }

    private Page.Listed listed(JsonNode item, Reply reply) {
        EntityKey entity = entity(item)
                .orElseThrow(
                        () -> new OwnerAnswerException("GET " + paths.pages() + " answered with an item without usable "
                                + paths.entityIds() + "; ids are text of A-Z a-z 0-9 _ . : - or whole numbers"));
        Version version = bodies.version(item, reply)
                .orElseThrow(() ->
                        new OwnerAnswerException("GET " + paths.pages() + " answered with an item without a version"));
        return new Page.Listed(entity, version, changedAt(item));
    }

    private static Optional<Instant> changedAt(JsonNode item) {
        try {
            return Optional.of(item.path(CHANGED_AT))
                    .filter(JsonNode::isTextual)
                    .map(text -> Instant.parse(text.textValue()));
        } catch (DateTimeParseException e) {
            throw new OwnerAnswerException(
                    "an item of a page has a " + CHANGED_AT + " that is no time such as 2026-01-31T12:00:00Z");
        }
    }
}
