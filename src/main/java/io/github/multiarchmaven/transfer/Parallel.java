package io.github.multiarchmaven.transfer;

import io.github.multiarchmaven.image.ImageException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;

/**
 * Runs like tasks at once, so many at a time, on daemon threads. The first failure is the one that is thrown; tasks that have not
 * begun are dropped, and those that run are told by their flag and waited for. A task must not call this again.
 */
final class Parallel implements AutoCloseable {
    private final ExecutorService executor;

    Parallel(int threads, String name) {
        AtomicInteger count = new AtomicInteger();
        this.executor = Executors.newFixedThreadPool(threads, task -> {
            Thread thread = new Thread(task, name + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * @param task gets an input and the flag that is set when another task has failed
     * @return results in the order of the inputs
     */
    <I, O> List<O> map(Collection<I> inputs, BiFunction<I, AtomicBoolean, O> task) {
        AtomicBoolean failed = new AtomicBoolean();
        ExecutorCompletionService<O> completion = new ExecutorCompletionService<>(executor);
        List<Future<O>> futures = new ArrayList<>(inputs.size());
        for (I input : inputs) {
            futures.add(completion.submit(() -> {
                if (failed.get()) {
                    throw new CancellationException();
                }
                return task.apply(input, failed);
            }));
        }
        RuntimeException first = null;
        for (int i = 0; i < futures.size(); i++) {
            try {
                completion.take().get();
            } catch (ExecutionException e) {
                failed.set(true);
                first = combine(first, e.getCause());
            } catch (InterruptedException e) {
                failed.set(true);
                futures.forEach(f -> f.cancel(true));
                Thread.currentThread().interrupt();
                throw new ImageException(false, "Copying was interrupted.", e);
            }
        }
        if (first != null) {
            throw first;
        }
        return futures.stream().map(Parallel::result).toList();
    }

    private static <O> O result(Future<O> finished) {
        try {
            return finished.get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException("All tasks have ended well", e);
        }
    }

    private static RuntimeException combine(RuntimeException first, Throwable next) {
        if (next instanceof Error error) {
            throw error;
        }
        RuntimeException runtime = (RuntimeException) next;
        if (first == null) {
            return runtime;
        }
        // Tasks that gave up because of the first failure say nothing of their own.
        if (!(runtime instanceof CancellationException) && runtime != first) {
            first.addSuppressed(runtime);
        }
        return first;
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
