package dev.tidings.embedded.internal;

import org.apache.qpid.server.model.Broker;
import org.apache.qpid.server.model.Protocol;
import org.apache.qpid.server.model.Transport;
import org.apache.qpid.server.model.port.AmqpPort;
import org.apache.qpid.server.plugin.ProtocolEngineCreator;
import org.apache.qpid.server.protocol.v0_8.ProtocolEngineCreator_0_9_1;
import org.apache.qpid.server.transport.AggregateTicker;
import org.apache.qpid.server.transport.ProtocolEngine;
import org.apache.qpid.server.transport.ServerNetworkConnection;

/** Qpid's AMQP 0-9-1, except that a command which fails inside the broker is answered, see {@link AnsweringConnection}. */
public final class AnsweringProtocol implements ProtocolEngineCreator {
    private final ProtocolEngineCreator original = ProtocolEngineCreator_0_9_1.getInstance();

    /** For the service loader. */
    public AnsweringProtocol() {}

    @Override
    public ProtocolEngine newProtocolEngine(
            Broker<?> broker,
            ServerNetworkConnection network,
            AmqpPort<?> port,
            Transport transport,
            long id,
            AggregateTicker ticker) {
        AnsweringConnection connection =
                new AnsweringConnection(broker, network, port, transport, getVersion(), id, ticker);
        connection.create();
        return connection;
    }

    @Override
    public Protocol getVersion() {
        return original.getVersion();
    }

    @Override
    public byte[] getHeaderIdentifier() {
        return original.getHeaderIdentifier();
    }

    @Override
    @SuppressWarnings("NullAway") // Qpid's word for "no other version is suggested"
    public byte[] getSuggestedAlternativeHeader() {
        return original.getSuggestedAlternativeHeader();
    }

    @Override
    public String getType() {
        return "TIDINGS_0_9_1";
    }
}
