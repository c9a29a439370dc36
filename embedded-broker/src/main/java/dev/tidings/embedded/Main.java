package dev.tidings.embedded;

import java.io.PrintStream;

/** The runnable jar: an embedded broker with a process of its own. */
final class Main {
    private static final String LEVEL = "org.slf4j.simpleLogger.defaultLogLevel";

    private Main() {}

    /** Returns once the broker accepts connections; its threads keep the process alive until a signal ends it. */
    public static void main(String[] arguments) {
        System.setProperty(LEVEL, System.getProperty(LEVEL, "warn"));
        int exitCode = run(arguments, System.out, System.err);
        if (exitCode != 0) {
            System.exit(exitCode);
        }
    }

    private static int run(String[] arguments, PrintStream out, PrintStream err) {
        try {
            CommandLine line = CommandLine.of(arguments);
            if (line.help()) {
                out.print(CommandLine.USAGE);
                return 0;
            }
            EmbeddedBroker broker = line.spec().start();
            Runtime.getRuntime().addShutdownHook(new Thread(broker::close, "embedded-broker-stop"));
            out.println("Broker ready at " + broker.uri());
            return 0;
        } catch (CommandLine.UsageException e) {
            err.println(e.getMessage());
            err.print(CommandLine.USAGE);
            return 2;
        } catch (RuntimeException e) {
            err.println(e.getMessage());
            return 1;
        }
    }
}
