package dev.tidings.testkit.broker;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;

/** Counts the test methods that had no broker, and says so when the run is over. */
final class SkippedTests implements AutoCloseable {
    private final AtomicInteger count = new AtomicInteger();
    private volatile String reason = "";

    /** The one of this run; JUnit closes it at the end. */
    static SkippedTests of(ExtensionContext context) {
        return context.getRoot().getStore(Namespace.create(SkippedTests.class)).computeIfAbsent(SkippedTests.class);
    }

    void add(Class<?> testClass, String why) {
        count.addAndGet(count(testClass));
        reason = why;
    }

    private static int count(Class<?> testClass) {
        int own = AnnotationSupport.findAnnotatedMethods(testClass, Testable.class, HierarchyTraversalMode.TOP_DOWN)
                .size();
        return own
                + ReflectionSupport.findNestedClasses(testClass, type -> type.isAnnotationPresent(Nested.class))
                        .stream()
                        .mapToInt(SkippedTests::count)
                        .sum();
    }

    /** On standard error and not by a logger: nobody configures one for the case that nothing ran. */
    @Override
    public void close() {
        System.err.println(count + " tests need RabbitMQ and were skipped: " + reason);
    }
}
