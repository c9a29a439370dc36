package dev.tidings.testkit.broker;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;

/**
 * Several private RabbitMQ nodes on loopback, joined as one cluster.
 *
 * <p>Each is a {@link RabbitMqNode} that a test may kill, pause and restart. Thread-safe.
 */
public final class RabbitMqCluster implements AutoCloseable {
    private final List<RabbitMqNode> nodes;

    private RabbitMqCluster(List<RabbitMqNode> nodes) {
        this.nodes = nodes;
    }

    /** Boots the nodes at the same time and returns when each knows all others; some ten seconds for three. */
    public static RabbitMqCluster start(int nodes) {
        List<NodeHome> homes = Stream.generate(NodeHome::create).limit(nodes).toList();
        List<String> names = homes.stream().map(NodeHome::name).toList();
        homes.forEach(home -> home.configure(names));
        List<CompletableFuture<RabbitMqNode>> booting = homes.stream()
                .map(home -> CompletableFuture.supplyAsync(() -> RabbitMqNode.start(home), RabbitMqCluster::inThread))
                .toList();
        List<RabbitMqNode> started = new ArrayList<>();
        try {
            booting.forEach(node -> started.add(node.join()));
            started.forEach(node -> node.awaitClusterOf(nodes));
            return new RabbitMqCluster(List.copyOf(started));
        } catch (CompletionException | IllegalStateException e) {
            booting.forEach(node ->
                    node.handle((up, failure) -> Optional.ofNullable(up)).join().ifPresent(RabbitMqNode::close));
            throw new IllegalStateException("A cluster of " + nodes + " nodes did not start", e);
        }
    }

    private static void inThread(Runnable work) {
        Thread thread = new Thread(work, "tidings-cluster-boot");
        thread.setDaemon(true);
        thread.start();
    }

    /** One of the nodes, counted from 0. */
    public RabbitMqNode node(int index) {
        return nodes.get(index);
    }

    /** The node whose Erlang name this is, as RabbitMQ's tools print it. */
    public RabbitMqNode node(String name) {
        return nodes.stream()
                .filter(node -> node.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No node " + name + " in this cluster: "
                        + nodes.stream().map(RabbitMqNode::name).toList()));
    }

    /** The nodes' URIs, in the order of {@link #node(int)}. */
    public List<String> uris() {
        return nodes.stream().map(RabbitMqNode::uri).toList();
    }

    /** Kills all nodes and wipes their data. */
    @Override
    public void close() {
        nodes.forEach(RabbitMqNode::close);
    }

    @Override
    public String toString() {
        return "RabbitMQ cluster of " + nodes;
    }
}
