package dev.tidings.broker.internal;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.MalformedFrameException;
import com.rabbitmq.client.Method;
import com.rabbitmq.client.PossibleAuthenticationFailureException;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.EOFException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Says in words why a connection or channel ended, and what helps. */
final class Causes {
    private static final String IF_TLS = "; if that port is one with TLS, use amqps://";
    /** What the JDK says of an answer in plain text; it has no type for that. */
    private static final String NO_TLS = "Unsupported or unrecognized SSL message";

    /** Qpid's reply to an argument that it does not know; AMQP 0-9-1 has none. */
    private static final int INVALID_ARGUMENT = 542;

    private static final Set<Integer> REFUSALS =
            Set.of(AMQP.ACCESS_REFUSED, AMQP.NOT_FOUND, AMQP.NOT_ALLOWED, AMQP.NOT_IMPLEMENTED, INVALID_ARGUMENT);

    private Causes() {}

    static String inWords(Throwable failure) {
        ShutdownSignalException signal = find(failure, ShutdownSignalException.class);
        if (signal != null && signal.getReason() != null) {
            return closed(signal.getReason(), signal);
        }
        if (find(failure, PossibleAuthenticationFailureException.class) != null) {
            return "the broker refused the credentials; check user and password, and that the user may use this virtual host";
        }
        SSLException tls = find(failure, SSLException.class);
        if (tls != null) {
            return tls(tls);
        }
        if (find(failure, MalformedFrameException.class) != null) {
            return "what answers there does not speak AMQP" + IF_TLS;
        }
        if (find(failure, EOFException.class) != null) {
            return "the other side ended the connection"
                    + (failure instanceof ShutdownSignalException ? "" : " before it stood" + IF_TLS);
        }
        if (find(failure, ConnectException.class) != null) {
            return "nobody listens there";
        }
        UnknownHostException host = find(failure, UnknownHostException.class);
        if (host != null) {
            return "the host name " + host.getMessage() + " is not known";
        }
        if (find(failure, TimeoutException.class) != null) {
            return "no answer in time";
        }
        return innermost(failure);
    }

    private static String tls(SSLException failure) {
        return NO_TLS.equals(failure.getMessage())
                ? "what answers there does not speak TLS; use amqp://, or the port with TLS"
                : "TLS failed: " + failure.getMessage() + "; check the certificate's host name and who signed it";
    }

    /** The client wraps what happened in exceptions without words. */
    private static String innermost(Throwable failure) {
        String words = failure.getClass().getSimpleName();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            words = cause.getMessage() == null ? words : cause.getMessage();
        }
        return words;
    }

    /** A cause that waiting will hardly mend: try seldom. */
    static boolean isLasting(Throwable failure) {
        ShutdownSignalException signal = find(failure, ShutdownSignalException.class);
        return find(failure, PossibleAuthenticationFailureException.class) != null
                || find(failure, SSLException.class) != null
                || (signal != null && isRefusal(signal.getReason()));
    }

    /** Whether what was asked for is not there. */
    static boolean isNotFound(Throwable failure) {
        ShutdownSignalException signal = find(failure, ShutdownSignalException.class);
        return signal != null && replyCode(signal.getReason()) == AMQP.NOT_FOUND;
    }

    /** Whether the broker said no to what it was asked, and not ended a connection for a message or for its own sake. */
    private static boolean isRefusal(@Nullable Method reason) {
        return reason instanceof AMQP.Channel.Close
                || (reason instanceof AMQP.Connection.Close close && REFUSALS.contains(close.getReplyCode()));
    }

    /**
     * The verdict on a message, where the broker ended the channel or connection because of one. 404 is none: the exchange was
     * deleted, and is declared again.
     */
    static Optional<Verdict> complaint(ShutdownSignalException signal) {
        int code = signal.isInitiatedByApplication() ? 0 : replyCode(signal.getReason());
        return switch (code) {
            case AMQP.PRECONDITION_FAILED, AMQP.FRAME_ERROR, AMQP.SYNTAX_ERROR ->
                Optional.of(Verdict.refused(inWords(signal)));
            case AMQP.ACCESS_REFUSED -> Optional.of(Verdict.notSent(inWords(signal)));
            default -> Optional.empty();
        };
    }

    private static int replyCode(@Nullable Method reason) {
        if (reason instanceof AMQP.Channel.Close close) {
            return close.getReplyCode();
        }
        return reason instanceof AMQP.Connection.Close close ? close.getReplyCode() : 0;
    }

    private static String closed(Method reason, ShutdownSignalException signal) {
        if (reason instanceof AMQP.Channel.Close close) {
            return "the broker closed the channel: " + close.getReplyText()
                    + wayOut(close.getReplyCode(), close.getReplyText());
        }
        if (reason instanceof AMQP.Connection.Close close) {
            return signal.isInitiatedByApplication()
                    ? "closed here"
                    : "the broker closed the connection: " + close.getReplyText()
                            + wayOut(close.getReplyCode(), close.getReplyText());
        }
        return "closed";
    }

    private static String wayOut(int replyCode, String replyText) {
        return switch (replyCode) {
            case AMQP.NOT_FOUND -> "; create it first, or let this side declare it";
            case AMQP.PRECONDITION_FAILED ->
                // The code is for much else too: an acknowledgement that came too late, a pattern with too many
                // wildcards.
                replyText.contains("inequivalent arg")
                        ? "; it exists with other arguments: delete it when it is empty, or use another name"
                        : "";
            case AMQP.ACCESS_REFUSED -> "; give the user that permission";
            case AMQP.NOT_ALLOWED -> "; check that the virtual host exists and the user may use it";
            default -> "";
        };
    }

    private static <T extends Throwable> @Nullable T find(Throwable failure, Class<T> type) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause) && !(cause instanceof AlreadyClosedException && cause.getCause() != null)) {
                return type.cast(cause);
            }
        }
        return null;
    }
}
