package dev.tidings.consumer;

import dev.tidings.broker.Broker;
import dev.tidings.testkit.process.ChildJvm;
import java.io.IOException;
import java.time.Duration;

/** A redrive in a process that is killed. It says {@code redriving} and, if it comes to its end, how many it has sent. */
final class RedriveChild {
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    private RedriveChild() {}

    /** Returns when it begins. */
    static ChildJvm start(Place place, int perSecond) throws IOException {
        ChildJvm child =
                ChildJvm.start(RedriveChild.class, "64m", place.uri(), place.group(), String.valueOf(perSecond));
        String line = child.line();
        if (!line.equals("redriving")) {
            child.close();
            throw new IllegalStateException("the child said '" + line + "'");
        }
        return child;
    }

    public static void main(String[] words) {
        try (Broker broker = Broker.connect(words[0]).awaitConnected(DEADLINE)) {
            System.out.println("redriving");
            System.out.println(DeadLetters.of(words[1], broker)
                    .perSecond(Integer.parseInt(words[2]))
                    .redrive()
                    .sent());
        }
    }
}
