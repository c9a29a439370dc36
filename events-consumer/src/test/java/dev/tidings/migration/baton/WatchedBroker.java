package dev.tidings.migration.baton;

import dev.tidings.broker.Broker;
import dev.tidings.broker.internal.ConfirmedPublisher;
import dev.tidings.broker.internal.Transport;
import dev.tidings.events.RawMessage;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Objects;

/** A broker whose subscriptions and publications are looked at before they happen. */
final class WatchedBroker {
    private WatchedBroker() {}

    /** Called on the thread of the call. */
    interface Watch {
        void subscribes(String queue);

        void publishes(RawMessage message);
    }

    static Broker of(Broker broker, Watch watch) {
        Transport transport = transport(Transport.of(broker), watch);
        return (Broker) Proxy.newProxyInstance(
                WatchedBroker.class.getClassLoader(),
                new Class<?>[] {Broker.class, Transport.Holder.class},
                (self, method, arguments) ->
                        method.getName().equals("transport") ? transport : call(broker, method, arguments));
    }

    private static Transport transport(Transport transport, Watch watch) {
        return (Transport) Proxy.newProxyInstance(
                WatchedBroker.class.getClassLoader(), new Class<?>[] {Transport.class}, (self, method, arguments) -> {
                    if (method.getName().equals("subscribe")) {
                        watch.subscribes((String) arguments[0]);
                    }
                    Object result = call(transport, method, arguments);
                    return result instanceof ConfirmedPublisher publisher ? publisher(publisher, watch) : result;
                });
    }

    private static ConfirmedPublisher publisher(ConfirmedPublisher publisher, Watch watch) {
        return (ConfirmedPublisher) Proxy.newProxyInstance(
                WatchedBroker.class.getClassLoader(),
                new Class<?>[] {ConfirmedPublisher.class},
                (self, method, arguments) -> {
                    if (method.getName().equals("publish")) {
                        watch.publishes((RawMessage) arguments[0]);
                    }
                    return call(publisher, method, arguments);
                });
    }

    private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw Objects.requireNonNullElse(e.getCause(), e);
        }
    }
}
