package dev.tidings.samples.migration.shop;

import dev.tidings.samples.demo.stage.RestApi;
import dev.tidings.state.StateEndpoint;

/** {@code GET /orders/42}, {@code /orders?ids=1,2} and {@code /orders?after=42}: orders as they are now, with versions. */
public final class OrderApi {
    private OrderApi() {}

    /** Serves on a free port of the loopback address. */
    public static RestApi serve(Orders orders) {
        StateEndpoint<Long> endpoint = orders.endpoint();
        return RestApi.onFreePort()
                .answering("/orders/", asking -> {
                    String id = asking.getRequestURI().getPath().substring("/orders/".length());
                    return endpoint.one(id, asking.getRequestHeaders()::getFirst);
                })
                .answering(
                        "/orders",
                        asking -> endpoint.many(asking.getRequestURI().getRawQuery()))
                .start();
    }
}
