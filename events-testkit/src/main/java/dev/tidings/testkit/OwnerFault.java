package dev.tidings.testkit;

import dev.tidings.events.CheckReturnValue;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

/**
 * What an owner does wrong, from {@link FakeOwner#begin(OwnerFault)} until {@link FakeOwner#end} or {@link FakeOwner#heal}. May be used
 * several times; thread-safe.
 */
@CheckReturnValue
public final class OwnerFault {
    /** What becomes of a good answer. */
    @FunctionalInterface
    interface Change {
        OwnerReply of(OwnerQuestion question, OwnerReply reply);
    }

    private final String words;
    private final UnaryOperator<OwnerView> view;
    private final Change change;
    private final BooleanSupplier happens;

    private OwnerFault(String words, UnaryOperator<OwnerView> view, Change change, BooleanSupplier happens) {
        this.words = words;
        this.view = view;
        this.change = change;
        this.happens = happens;
    }

    private static OwnerFault seeing(String words, UnaryOperator<OwnerView> view) {
        return new OwnerFault(words, view, (question, reply) -> reply, () -> true);
    }

    static OwnerFault answering(String words, Change change) {
        return new OwnerFault(words, view -> view, change, () -> true);
    }

    private static OwnerFault sending(String words, OwnerBody body) {
        return answering(words, (question, reply) -> reply.found(body));
    }

    /** Of each request it is drawn whether it happens to it. With one seed and requests one after the other it is the same each time. */
    public OwnerFault sometimes(double probability, long seed) {
        if (!(probability > 0 && probability <= 1)) {
            throw new IllegalArgumentException(
                    "a probability of " + probability + " is not possible; give more than 0, and at most 1");
        }
        Random random = new Random(seed);
        return new OwnerFault(
                words + " with probability " + probability + ", seed " + seed,
                view,
                change,
                () -> happens.getAsBoolean() && random.nextDouble() < probability);
    }

    /** Reads from a replica that shows what was so long ago. It knows so, and says 425 to who wants a later version. */
    public static OwnerFault lag(Duration time) {
        return seeing("lag of " + time, before -> before.ago(time));
    }

    /** Reads from a replica that misses so many of the last changes of each path. It knows so, as above. */
    public static OwnerFault behind(int changes) {
        return seeing(changes + " changes behind", before -> before.behind(changes));
    }

    /** Knows nothing of {@code Tidings-Min-Version}. */
    public static OwnerFault ignoringMinVersion() {
        return seeing("ignoring the minimum version", OwnerView::withoutMinVersion);
    }

    /** Answers 200 with the state that was so many changes ago, whatever is known and wanted: a cache that asks nobody. */
    public static OwnerFault stale(int changes) {
        return seeing(
                "stale by " + changes + " changes",
                before -> before.behind(changes).withoutMinVersion().withoutTags());
    }

    /** Answers 304, whatever was asked: a cache that takes what was before for what is. */
    public static OwnerFault notModified() {
        return answering(
                "not modified",
                (question, reply) -> question.ifNoneMatch()
                        .map(tag -> reply.with("ETag", tag))
                        .orElse(reply)
                        .bare(304));
    }

    /** Answers with this status, and without a body. */
    public static OwnerFault status(int status) {
        return answering("status " + status, (question, reply) -> OwnerReply.bare(status, Map.of()));
    }

    /** The same, with {@code Retry-After} in whole seconds: for 503 and 429. */
    public static OwnerFault status(int status, Duration retryAfter) {
        Map<String, String> headers = Map.of("Retry-After", String.valueOf(retryAfter.toSeconds()));
        return answering(
                "status " + status + ", retry after " + retryAfter,
                (question, reply) -> OwnerReply.bare(status, headers));
    }

    /** Waits before it answers. Several add up. */
    public static OwnerFault delay(Duration time) {
        return answering("delay of " + time, (question, reply) -> reply.later(time));
    }

    /** Sends the body a byte at a time, with so much time before each. */
    public static OwnerFault drip(Duration perByte) {
        return answering("a byte every " + perByte, (question, reply) -> reply.slowly(perByte));
    }

    /** Closes the connection when half of the body is sent. An answer without a body is left alone. */
    public static OwnerFault cutHalfway() {
        return answering("cut halfway", (question, reply) -> reply.cut());
    }

    /** Sends no ETag. */
    public static OwnerFault withoutEtag() {
        return answering("without an ETag", (question, reply) -> reply.without("ETag"));
    }

    /** Answers 302 to where it was asked. */
    public static OwnerFault redirectToItself() {
        return answering(
                "redirect to itself", (question, reply) -> OwnerReply.bare(302, Map.of("Location", question.url())));
    }

    /** Answers 302 to somewhere else. */
    public static OwnerFault redirectTo(String url) {
        return answering("redirect to " + url, (question, reply) -> OwnerReply.bare(302, Map.of("Location", url)));
    }

    /** Answers 200 with a JSON object of so many bytes, 13 at least, also of a gigabyte: it is made while it is sent. */
    public static OwnerFault bodyOf(long bytes) {
        return sending("body of " + bytes + " bytes", OwnerBody.filler(bytes));
    }

    /**
     * The same, compressed to about a thousandth, whether that was asked for or not. Compressing a gigabyte takes seconds, once, here.
     */
    public static OwnerFault gzipBomb(long bytes) {
        OwnerBody compressed = OwnerBody.filler(bytes).compressed();
        return answering(
                "gzip bomb of " + bytes + " bytes",
                (question, reply) -> reply.found(compressed).with("Content-Encoding", "gzip"));
    }

    /** Answers 200 with what begins like JSON. */
    public static OwnerFault malformedJson() {
        return sending("malformed JSON", OwnerBody.text("{\"malformed\": "));
    }

    /** Answers 200 with arrays within arrays; 100,000 have ended many a parser. */
    public static OwnerFault deepJson(int depth) {
        return sending(
                "JSON of depth " + depth, OwnerBody.text("{\"deep\":" + "[".repeat(depth) + "]".repeat(depth) + "}"));
    }

    /** Answers 200 with a whole number of so many digits; a million take a parser minutes. */
    public static OwnerFault longNumber(int digits) {
        return sending("a number of " + digits + " digits", OwnerBody.text("{\"number\":" + "9".repeat(digits) + "}"));
    }

    boolean happens() {
        return happens.getAsBoolean();
    }

    OwnerView view(OwnerView before) {
        return view.apply(before);
    }

    OwnerReply change(OwnerQuestion question, OwnerReply reply) {
        return change.of(question, reply);
    }

    /** In words. */
    @Override
    public String toString() {
        return words;
    }
}
