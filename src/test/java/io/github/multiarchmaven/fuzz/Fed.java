package io.github.multiarchmaven.fuzz;

import io.github.multiarchmaven.image.ImageException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Assertions;

/** Made-up bytes: the first says which reader they are for, the rest is what it reads. */
public final class Fed {
    /** What any input may cost, for the readers' tables and buffers. */
    private static final long BASE = 8L * 1024 * 1024;
    /** What each byte of it may cost. */
    private static final long PER_BYTE = 4096;

    private final int choice;
    private final byte[] rest;
    private long room = BASE;

    /** A reader of what comes from outside. */
    public interface Reader {
        void read() throws Exception;
    }

    /** @param readers how many there are to choose from */
    public Fed(byte[] data, int readers) {
        this.choice = data.length == 0 ? 0 : (data[0] & 0xff) % readers;
        this.rest = data.length == 0 ? data : Arrays.copyOfRange(data, 1, data.length);
    }

    /** Lets one reader take more than the others, whatever its input is. */
    public Fed allowing(int reader, long bytes) {
        room += choice == reader ? bytes : 0;
        return this;
    }

    public byte[] bytes() {
        return rest;
    }

    public String text() {
        return new String(rest, StandardCharsets.UTF_8);
    }

    /** A header's value, as the HTTP library hands it on. */
    public String header() {
        return new String(rest, StandardCharsets.ISO_8859_1);
    }

    /** Has the chosen one read: it may refuse with a typed error, and costs no more memory than the input is long. */
    public void to(Reader... readers) throws Exception {
        // Twice, as the first time classes are loaded, and jazzer looks into them.
        if (cost(readers[choice]) > limit()) {
            long cost = cost(readers[choice]);
            Assertions.assertTrue(
                    cost <= limit(),
                    () -> rest.length + " bytes had " + cost + " bytes allocated, by reader " + choice);
        }
    }

    private long limit() {
        return room + PER_BYTE * rest.length;
    }

    private static long cost(Reader reader) throws Exception {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        try {
            reader.read();
        } catch (ImageException e) {
            Assertions.assertFalse(e.getMessage().isBlank(), "a typed error says what is wrong");
        }
        return threads.getCurrentThreadAllocatedBytes() - before;
    }
}
