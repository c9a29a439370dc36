package dev.tidings.testkit.broker;

import dev.tidings.testkit.process.Exit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A private RabbitMQ node on loopback that a test may kill, pause and start again.
 *
 * <p>Guarantee: it shares no name, port, cookie, name service or data with a broker of the system, and it ends with this
 * JVM, even if the JVM is killed. Not guaranteed: durability of the machine; data is in the directory for temporary files.
 * Needs an installed {@code rabbitmq-server} and no rights. {@code TIDINGS_RABBITMQ_ROOT}, a directory with another
 * installation inside, makes it run there by {@code chroot} (needs root). User and password are those of a fresh RabbitMQ.
 *
 * <p>Methods throw {@link IllegalStateException} with the node's own output when it does not do as told. Thread-safe.
 */
public final class RabbitMqNode implements AutoCloseable {
    private static final Duration BOOT = Duration.ofMinutes(2);
    private static final Duration ANSWER = Duration.ofMinutes(1);

    private final NodeHome home;
    private volatile Running running;

    private record Running(Process process, NodeConsole console) {}

    private RabbitMqNode(NodeHome home) {
        this.home = home;
        this.running = boot();
    }

    /** Starts a new node with no data and returns when it takes connections, in about five seconds. */
    public static RabbitMqNode start() {
        return start(NodeHome.create());
    }

    /** The same with the management plugin. */
    public static RabbitMqNode startManaged() {
        return start(NodeHome.createManaged());
    }

    static RabbitMqNode start(NodeHome home) {
        try {
            return new RabbitMqNode(home);
        } catch (RuntimeException e) {
            home.close();
            throw e;
        }
    }

    private Running boot() {
        Process process = null;
        try (ServerSocket door = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            process = home.launch(door.getLocalPort());
            NodeConsole console = NodeConsole.accept(door, process::isAlive, BOOT);
            console.evaluate(
                    "W = fun W() -> case rabbit_boot_state:get() of ready -> ok; _ -> timer:sleep(20), W() end end, W().",
                    BOOT);
            return new Running(process, console);
        } catch (IOException e) {
            if (process != null) {
                Exit.kill(process);
            }
            throw failure("did not start", e);
        }
    }

    /** {@code amqp://guest:guest@127.0.0.1:port}, the default virtual host. The same after {@link #restart}. */
    public String uri() {
        return "amqp://guest:guest@127.0.0.1:" + port();
    }

    /** {@code http://127.0.0.1:port} of the management, the same after {@link #restart}; only if it was started with it. */
    public String managementUrl() {
        return "http://127.0.0.1:"
                + home.managementPort()
                        .orElseThrow(() -> new IllegalStateException(this + " has no management; use startManaged()"));
    }

    /** The AMQP port, the same after {@link #restart}. */
    public int port() {
        return home.port();
    }

    /** The process id of the broker itself, another one after {@link #restart}. */
    public long pid() {
        return running.process().pid();
    }

    /** RabbitMQ's version: {@code 3.10.8}. */
    public String version() {
        return evaluate("rabbit_misc:version().");
    }

    /**
     * Kills the broker ({@code SIGKILL}) and returns when it is gone. RabbitMQ forgets a quorum queue that was declared
     * within about the last second, with the messages it has confirmed: see {@link #flush}.
     */
    public synchronized void kill() {
        running.process().destroyForcibly();
        awaitExit();
    }

    /** Stops the broker in good order ({@code SIGTERM}) and returns when it is gone. */
    public synchronized void stop() {
        running.process().destroy();
        awaitExit();
    }

    /** Starts it again with the same data, name and port, and returns when it takes connections. Stops it first if it runs. */
    public synchronized void restart() {
        if (running.process().isAlive()) {
            stop();
        }
        running = boot();
    }

    /** Has RabbitMQ write down its quorum queues and bindings now, so that a {@link #kill} that follows a declare keeps them. */
    public void flush() {
        // Newer ones keep bindings elsewhere, and Mnesia does not run there.
        evaluate("catch mnesia:sync_log(), [dets:sync(Table) || Table <- dets:all()], ok.");
    }

    /** Freezes the broker ({@code SIGSTOP}): connections stay open and nothing answers. */
    public void pause() {
        signal("STOP");
    }

    /** Lets a paused broker go on ({@code SIGCONT}). */
    public void resume() {
        signal("CONT");
    }

    /** Runs {@code rabbitmqctl} against this node and returns what it printed. Takes a second or two. */
    public String ctl(String... arguments) {
        return home.run("rabbitmqctl", List.of(arguments));
    }

    /** Evaluates Erlang inside the node, and returns the value as text; takes milliseconds, where {@link #ctl} takes a second or two. */
    public String evaluate(String expressions) {
        try {
            return running.console().evaluate(expressions, ANSWER);
        } catch (IOException e) {
            throw failure("did not answer", e);
        }
    }

    /** Waits until this node sees that many members run; the function has another name since 3.12. */
    void awaitClusterOf(int nodes) {
        evaluate("R = fun() -> case erlang:function_exported(rabbit_nodes, list_running, 0) of"
                + " true -> rabbit_nodes:list_running(); false -> rabbit_nodes:all_running() end end,"
                + " W = fun W() -> case length(R()) of " + nodes + " -> ok; _ -> timer:sleep(20), W() end end, W().");
    }

    /** The node's Erlang name, as RabbitMQ's tools print it. */
    public String name() {
        return home.name();
    }

    private void signal(String name) {
        home.shell("kill -" + name + " " + pid());
    }

    private void awaitExit() {
        Running stopped = running;
        try {
            if (!stopped.process().waitFor(ANSWER.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException(this + " did not stop within " + ANSWER + "; kill() ends it at once");
            }
            stopped.console().close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for the end of " + this, e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private IllegalStateException failure(String what, IOException cause) {
        return new IllegalStateException(this + " " + what + ": " + cause.getMessage() + "\n" + home.output(), cause);
    }

    /** Kills the broker and wipes its data. */
    @Override
    public synchronized void close() {
        kill();
        home.close();
    }

    @Override
    public String toString() {
        return "RabbitMQ node " + home.name() + " on port " + port();
    }
}
