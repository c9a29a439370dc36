package dev.tidings.embedded;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;

/** The options of the runnable jar. */
record CommandLine(EmbeddedBroker.Spec spec, boolean help) {
    static final String USAGE = """
            Usage: java -jar embedded-broker-VERSION-standalone.jar [--port NUMBER] [--store DIRECTORY] [--help]
              --port NUMBER      listen on this port of 127.0.0.1; 0 takes a free one (default: 5672)
              --store DIRECTORY  keep what is durable in this directory (default: in memory)
            Prints one line with the URI when it accepts connections. Stops on SIGTERM or Ctrl-C.
            Exit codes: 1 it could not start, 2 an option is wrong.
            """;

    private static final int DEFAULT_PORT = 5672;

    static CommandLine of(String... arguments) {
        EmbeddedBroker.Spec spec = EmbeddedBroker.inMemory();
        int port = DEFAULT_PORT;
        boolean help = false;
        Iterator<String> rest = Arrays.asList(arguments).iterator();
        while (rest.hasNext()) {
            String option = rest.next();
            switch (option) {
                case "--port" -> port = number(option, value(option, rest));
                case "--store" -> spec = EmbeddedBroker.in(Path.of(value(option, rest)));
                case "--help", "-h" -> help = true;
                default -> throw new UsageException("There is no option " + option + ".");
            }
        }
        try {
            return new CommandLine(spec.port(port), help);
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }

    private static String value(String option, Iterator<String> rest) {
        if (!rest.hasNext()) {
            throw new UsageException(option + " needs a value.");
        }
        return rest.next();
    }

    private static int number(String option, String value) {
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw new UsageException(option + " needs a number, not " + value + ".");
        }
    }

    static final class UsageException extends RuntimeException {
        private static final long serialVersionUID = 1;

        UsageException(String message) {
            super(message);
        }
    }
}
