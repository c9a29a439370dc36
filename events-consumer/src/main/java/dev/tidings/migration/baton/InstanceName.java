package dev.tidings.migration.baton;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.ThreadLocalRandom;

/** Names of instances, for people: the machine and the process; and a number, so that no two are alike. */
final class InstanceName {
    private static final int MOST_HOST = 60;
    private static final int NUMBERS = 0x10000;

    private InstanceName() {}

    static String next() {
        String host = host().replaceAll("[^A-Za-z0-9_.-]", "_");
        return "%s/%d/%04x"
                .formatted(
                        host.substring(0, Math.min(MOST_HOST, host.length())),
                        ProcessHandle.current().pid(),
                        ThreadLocalRandom.current().nextInt(NUMBERS));
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown";
        }
    }
}
