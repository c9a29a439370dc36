package dev.tidings.broker.internal;

import com.rabbitmq.client.Connection;

/** One connection of a {@link Link}, and the dialect of the broker at its other end. */
record Linked(Connection connection, BrokerDialect dialect) {}
