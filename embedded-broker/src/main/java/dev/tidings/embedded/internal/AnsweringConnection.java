package dev.tidings.embedded.internal;

import org.apache.qpid.server.bytebuffer.QpidByteBuffer;
import org.apache.qpid.server.model.Broker;
import org.apache.qpid.server.model.Protocol;
import org.apache.qpid.server.model.Transport;
import org.apache.qpid.server.model.port.AmqpPort;
import org.apache.qpid.server.protocol.ErrorCodes;
import org.apache.qpid.server.protocol.v0_8.AMQChannel;
import org.apache.qpid.server.protocol.v0_8.AMQFrameDecodingException;
import org.apache.qpid.server.protocol.v0_8.AMQPConnection_0_8Impl;
import org.apache.qpid.server.protocol.v0_8.transport.ServerChannelMethodProcessor;
import org.apache.qpid.server.transport.AggregateTicker;
import org.apache.qpid.server.transport.ServerNetworkConnection;
import org.apache.qpid.server.util.ConnectionScopedRuntimeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection that is closed with a reply when the broker does not know a command or fails on it.
 *
 * <p>Qpid itself cuts the connection without a word in the first case. In the second its I/O thread dies: the client waits for
 * ever, and so does the broker when it is to stop. Its channels keep the names of queues and exchanges apart, see {@link NamesApart}.
 */
final class AnsweringConnection extends AMQPConnection_0_8Impl {
    private static final Logger LOG = LoggerFactory.getLogger(AnsweringConnection.class);
    private static final String UNSUPPORTED = " (RabbitMQ may have it, the embedded broker has not)";

    AnsweringConnection(
            Broker<?> broker,
            ServerNetworkConnection network,
            AmqpPort<?> port,
            Transport transport,
            Protocol protocol,
            long id,
            AggregateTicker ticker) {
        super(broker, network, port, transport, protocol, id, ticker);
    }

    @Override
    protected void onReceive(QpidByteBuffer bytes) {
        try {
            super.onReceive(bytes);
        } catch (ConnectionScopedRuntimeException e) {
            if (!(e.getCause() instanceof AMQFrameDecodingException unknownMethod)) {
                throw e;
            }
            closeWith(ErrorCodes.NOT_IMPLEMENTED, unknownMethod, bytes);
        } catch (RuntimeException e) {
            LOG.warn("The embedded broker failed on a command and closes the connection {}", getName(), e);
            closeWith(ErrorCodes.INTERNAL_ERROR, e, bytes);
        }
    }

    @Override
    public ServerChannelMethodProcessor getChannelMethodProcessor(int channelId) {
        ServerChannelMethodProcessor processor = super.getChannelMethodProcessor(channelId);
        return processor instanceof AMQChannel channel ? NamesApart.on(this, channel) : processor;
    }

    private void closeWith(int code, Exception failure, QpidByteBuffer bytes) {
        // the rest begins in the middle of a frame
        bytes.position(bytes.limit());
        sendConnectionClose(code, String.valueOf(failure.getMessage()), 0);
    }

    @Override
    public void sendConnectionClose(int code, String message, int channel) {
        super.sendConnectionClose(code, code == ErrorCodes.INVALID_ARGUMENT ? message + UNSUPPORTED : message, channel);
    }
}
