package io.github.multiarchmaven.testbed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Ends what the test bed started. */
final class Daemon {
    private Daemon() {}

    /**
     * Asks a process to end, makes it end when it does not, and deletes its folder.
     *
     * @param stopAtExit the hook that would have ended it with this JVM
     * @param ask how it is asked
     * @param patience seconds
     */
    static void end(Process process, Thread stopAtExit, Runnable ask, int patience, Path folder) {
        try {
            Runtime.getRuntime().removeShutdownHook(stopAtExit);
            ask.run();
            if (!process.waitFor(patience, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
            TestbedFolder.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
