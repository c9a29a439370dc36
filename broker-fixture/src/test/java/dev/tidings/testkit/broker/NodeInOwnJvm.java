package dev.tidings.testkit.broker;

import java.io.IOException;

/** Starts a node, prints its process id and its directory, and ends with standard input, without closing the node. */
final class NodeInOwnJvm {
    private NodeInOwnJvm() {}

    public static void main(String[] arguments) throws IOException {
        NodeHome home = NodeHome.create();
        RabbitMqNode node = RabbitMqNode.start(home);
        System.out.println(node.pid());
        System.out.println(home.directory());
        System.exit(System.in.read() < 0 ? 0 : 1);
    }
}
