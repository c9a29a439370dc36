package dev.tidings.broker.internal;

import com.rabbitmq.client.Channel;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends channels without fuss. */
final class Channels {
    private static final Logger log = LoggerFactory.getLogger(Channels.class);

    private Channels() {}

    static void abort(Channel channel) {
        try {
            channel.abort();
        } catch (IOException e) {
            log.debug("channel {} was already gone: {}", channel.getChannelNumber(), Causes.inWords(e));
        }
    }
}
