package dev.tidings.broker.internal;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.impl.ForgivingExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What goes wrong on the client's own threads: logged under our name; supervision sees the closed connection and acts. */
final class LoggedExceptions extends ForgivingExceptionHandler {
    private static final Logger log = LoggerFactory.getLogger(LoggedExceptions.class);

    private final String name;

    LoggedExceptions(String name) {
        this.name = name;
    }

    @Override
    public void handleUnexpectedConnectionDriverException(Connection connection, Throwable exception) {
        log.debug("{}: the connection ended: {}", name, Causes.inWords(exception));
    }

    @Override
    protected void log(String message, Throwable exception) {
        log.warn("{}: {}", name, message, exception);
    }

    @Override
    protected void handleChannelKiller(Channel channel, Throwable exception, String what) {
        log.error("{}: {} failed", name, what, exception);
    }
}
