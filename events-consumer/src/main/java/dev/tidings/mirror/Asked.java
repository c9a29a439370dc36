package dev.tidings.mirror;

import dev.tidings.owner.Answer;
import dev.tidings.owner.Resource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** An inquiry on its way. */
record Asked<T>(Inquiry<T> inquiry, CompletableFuture<Answer<T>> answering) {
    static <T> Asked<T> of(Inquiry<T> inquiry, Resource<T> resource) {
        return new Asked<>(inquiry, resource.ask(inquiry.question()));
    }

    /** Waits for it. Throws what asking has thrown. */
    Answer<T> answer() throws InterruptedException {
        try {
            return answering.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure
                    ? failure
                    : new IllegalStateException("asking the owner failed", e.getCause());
        }
    }
}
