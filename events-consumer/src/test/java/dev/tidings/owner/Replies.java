package dev.tidings.owner;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;

/** An owner in this process: answers as a test says, and keeps what it was asked. Safe for use by many threads. */
final class Replies implements Interceptor {
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final AtomicInteger atOnce = new AtomicInteger();
    private final AtomicInteger mostAtOnce = new AtomicInteger();
    private volatile Answering answering = request -> status(request, 404);

    /** What a request is answered with. */
    @FunctionalInterface
    interface Answering {
        Response to(Request request) throws IOException;
    }

    void answer(Answering other) {
        answering = other;
    }

    List<Request> requests() {
        return requests;
    }

    Request last() {
        return requests.get(requests.size() - 1);
    }

    int mostAtOnce() {
        return mostAtOnce.get();
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
        mostAtOnce.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
        try {
            requests.add(chain.request());
            return answering.to(chain.request());
        } finally {
            atOnce.decrementAndGet();
        }
    }

    static Response status(Request request, int status, String... headers) {
        Response.Builder response = new Response.Builder()
                .request(request)
                .protocol(Protocol.HTTP_1_1)
                .code(status)
                .message("")
                .body(ResponseBody.create("", null));
        for (int i = 0; i < headers.length; i += 2) {
            response.header(headers[i], headers[i + 1]);
        }
        return response.build();
    }

    static Response json(Request request, String body, String... headers) {
        return status(request, 200, headers)
                .newBuilder()
                .body(ResponseBody.create(body, MediaType.get("application/json")))
                .build();
    }

    /** A city at a version, or 304. */
    static Response city(Request request, String city, long version) {
        String etag = "\"" + version + "\"";
        return etag.equals(request.header("If-None-Match"))
                ? status(request, 304, "ETag", etag)
                : json(request, "{\"city\":\"" + city + "\"}", "ETag", etag);
    }
}
