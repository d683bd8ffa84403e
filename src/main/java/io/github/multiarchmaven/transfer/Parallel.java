package io.github.multiarchmaven.transfer;

import io.github.multiarchmaven.image.ImageException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;

/**
 * Runs like tasks at once, so many at a time, on daemon threads. The first failure is the one that is thrown; then tasks that
 * have not begun are dropped, and those that run are interrupted, told by their flag, and waited for: when {@link #map} is
 * over, nothing of it runs on. A task must not call it again.
 */
public final class Parallel implements AutoCloseable {
    private final ThreadPoolExecutor executor;

    /**
     * @param threads tasks that run at once
     * @param name of the threads, without their number
     */
    public Parallel(int threads, String name) {
        AtomicInteger count = new AtomicInteger();
        this.executor =
                new ThreadPoolExecutor(threads, threads, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, name + "-" + count.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
    }

    /** A future is done as soon as it is cancelled, while its code may still run: hence a latch beside it. */
    private static final class Task<O> extends FutureTask<O> {
        private final BlockingQueue<Task<O>> finished;
        private final CountDownLatch ended = new CountDownLatch(1);

        Task(Callable<O> work, BlockingQueue<Task<O>> finished) {
            super(work);
            this.finished = finished;
        }

        @Override
        public void run() {
            try {
                super.run();
            } finally {
                ended.countDown();
            }
        }

        @Override
        protected void done() {
            finished.add(this);
        }

        void drop() {
            cancel(true);
            ended.countDown();
        }
    }

    /**
     * @param task gets an input and the flag that is set when another task has failed
     * @return results in the order of the inputs
     */
    public <I, O> List<O> map(Collection<I> inputs, BiFunction<I, AtomicBoolean, O> task) {
        AtomicBoolean failed = new AtomicBoolean();
        BlockingQueue<Task<O>> finished = new LinkedBlockingQueue<>();
        List<Task<O>> tasks = new ArrayList<>(inputs.size());
        inputs.forEach(input -> tasks.add(new Task<>(() -> task.apply(input, failed), finished)));
        List<Throwable> failures = new ArrayList<>();
        boolean interrupted = false;
        try {
            tasks.forEach(executor::execute);
            for (int i = 0; i < tasks.size(); i++) {
                try {
                    finished.take().get();
                } catch (ExecutionException e) {
                    failures.add(e.getCause());
                    stop(tasks, failed);
                } catch (CancellationException e) {
                    // Dropped because of a failure, which is in the list, or because the pool was closed.
                    failed.set(true);
                }
            }
        } catch (InterruptedException e) {
            interrupted = true;
        } finally {
            if (interrupted || failed.get()) {
                stop(tasks, failed);
                interrupted |= awaitEnd(tasks);
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        if (!failures.isEmpty()) {
            throw first(failures);
        }
        if (interrupted || failed.get()) {
            throw new ImageException(false, "Copying was interrupted.", null);
        }
        return tasks.stream().map(Parallel::result).toList();
    }

    private <O> void stop(List<Task<O>> tasks, AtomicBoolean failed) {
        failed.set(true);
        for (Task<O> task : tasks) {
            if (executor.remove(task)) {
                task.drop();
            } else {
                task.cancel(true);
            }
        }
    }

    /** Not cut short by an interrupt, which is returned instead; network timeouts and the failure flag bound the wait. */
    private static <O> boolean awaitEnd(List<Task<O>> tasks) {
        boolean interrupted = false;
        for (Task<O> task : tasks) {
            while (true) {
                try {
                    task.ended.await();
                    break;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        return interrupted;
    }

    private static RuntimeException first(List<Throwable> failures) {
        Throwable first = failures.get(0);
        for (Throwable other : failures) {
            // Tasks that gave up because of the first failure say nothing of their own.
            if (other != first && !(other instanceof CancellationException)) {
                first.addSuppressed(other);
            }
        }
        if (first instanceof Error error) {
            throw error;
        }
        // Tasks are functions: they throw nothing that is checked.
        return (RuntimeException) first;
    }

    private static <O> O result(Task<O> finished) {
        try {
            return finished.get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException("All tasks have ended well", e);
        }
    }

    /** Copies that are under way fail. */
    @Override
    public void close() {
        for (Runnable waiting : executor.shutdownNow()) {
            if (waiting instanceof Task<?> task) {
                task.drop();
            }
        }
    }
}
