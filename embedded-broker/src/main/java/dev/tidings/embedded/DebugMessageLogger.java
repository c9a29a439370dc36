package dev.tidings.embedded;

import org.apache.qpid.server.logging.LogMessage;
import org.apache.qpid.server.logging.LogSubject;
import org.apache.qpid.server.logging.MessageLogger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Qpid's operational messages (a connection opened, a queue created), which it would log at INFO, at DEBUG. */
final class DebugMessageLogger implements MessageLogger {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedBroker.class);

    @Override
    public boolean isEnabled() {
        return LOG.isDebugEnabled();
    }

    @Override
    public boolean isMessageEnabled(String logHierarchy) {
        return isEnabled();
    }

    @Override
    public void message(LogMessage message) {
        LOG.debug("{}", message);
    }

    @Override
    public void message(LogSubject subject, LogMessage message) {
        if (isEnabled()) {
            LOG.debug("{}{}", subject.toLogString(), message);
        }
    }
}
