package dev.tidings.embedded.internal;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Objects;
import org.apache.qpid.server.model.ConfiguredObject;
import org.apache.qpid.server.model.Exchange;
import org.apache.qpid.server.model.Queue;
import org.apache.qpid.server.protocol.ErrorCodes;
import org.apache.qpid.server.protocol.v0_8.AMQChannel;
import org.apache.qpid.server.protocol.v0_8.transport.ServerChannelMethodProcessor;
import org.jspecify.annotations.Nullable;

/**
 * A channel on which a queue cannot be declared with the name of an exchange, nor an exchange with that of a queue: it is closed (406).
 *
 * <p>Qpid has one room for both. What is sent to such a queue by its name, through the default exchange or as an alternate, goes to
 * the exchange, which drops it or gives it to others.
 */
final class NamesApart implements InvocationHandler {
    /** For all connections: what one declares must not come between another one's look and its declare. */
    private static final Object DECLARING = new Object();

    private final AnsweringConnection connection;
    private final AMQChannel channel;

    private NamesApart(AnsweringConnection connection, AMQChannel channel) {
        this.connection = connection;
        this.channel = channel;
    }

    static ServerChannelMethodProcessor on(AnsweringConnection connection, AMQChannel channel) {
        return (ServerChannelMethodProcessor) Proxy.newProxyInstance(
                NamesApart.class.getClassLoader(),
                new Class<?>[] {ServerChannelMethodProcessor.class},
                new NamesApart(connection, channel));
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        if (arguments == null) {
            return pass(method, arguments);
        }
        return switch (method.getName()) {
            case "receiveQueueDeclare" ->
                declare(
                        new Declared("queue", arguments[0], arguments[1], "exchange", Exchange.class),
                        method,
                        arguments);
            case "receiveExchangeDeclare" ->
                declare(new Declared("exchange", arguments[0], arguments[2], "queue", Queue.class), method, arguments);
            default -> pass(method, arguments);
        };
    }

    /** What is declared, and what must not have its name. */
    @SuppressWarnings("rawtypes")
    private record Declared(
            String kind,
            @Nullable Object name,
            @Nullable Object passive,
            String otherKind,
            Class<? extends ConfiguredObject> other) {
        boolean isTakenIn(ConfiguredObject<?> host) {
            return Boolean.FALSE.equals(passive) && host.getChildByName(other, String.valueOf(name)) != null;
        }

        String refusal() {
            return kind + " '" + name + "' cannot be declared: the name is that of an existing " + otherKind
                    + ", and the embedded broker could not tell them apart; use another name";
        }
    }

    private @Nullable Object declare(Declared declared, Method method, @Nullable Object[] arguments) throws Throwable {
        synchronized (DECLARING) {
            if (!(connection.getAddressSpace() instanceof ConfiguredObject<?> host && declared.isTakenIn(host))) {
                return pass(method, arguments);
            }
        }
        connection.closeChannelAndWriteFrame(channel, ErrorCodes.IN_USE, declared.refusal());
        return null;
    }

    private @Nullable Object pass(Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(channel, arguments);
        } catch (InvocationTargetException e) {
            throw Objects.requireNonNull(e.getCause());
        }
    }
}
